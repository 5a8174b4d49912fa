package dev.slipway.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A release was accepted. It carries all that the other services need of it, frozen: a pipeline that is edited later
 * does not change a release on its way.
 *
 * @param commit the commit it was built from, in hexadecimal
 * @param trigger what asked for it: {@code manual}, {@code tag} or {@code cdevent}
 */
public record ReleaseRequested(
        ReleaseType releaseType,
        String commit,
        List<Artifact> artifacts,
        Plan plan,
        String trigger,
        @Nullable String reason)
        implements Event {
    public ReleaseRequested {
        artifacts = List.copyOf(artifacts);
    }
}
