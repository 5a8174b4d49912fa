package dev.slipway.deploy.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of asking for an environment. */
public sealed interface Claim {
    /**
     * It is the release's, by that claim.
     *
     * @param current was seen on the cluster itself
     * @param canary whether a canary of the release was seen beside it, where the release is to leave: a rollback that failed
     *     may have left one
     */
    record Won(Occupancy current, boolean canary, long claim) implements Claim {}

    /**
     * Another release holds it.
     *
     * @param current what runs there
     * @param next what that release is being taken back to; null where it is not
     * @param canary as of {@link Won}
     */
    record HeldBy(
            String release, Occupancy current, @Nullable Occupancy next, boolean canary) implements Claim {}

    /**
     * It is the release's, but a component's target is not there.
     *
     * @param present what is
     * @param canary as of {@link Won}
     */
    record Missing(String component, String detail, List<Installed> present, boolean canary, long claim)
            implements Claim {
        public Missing {
            present = List.copyOf(present);
        }
    }
}
