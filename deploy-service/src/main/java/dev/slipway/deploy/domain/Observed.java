package dev.slipway.deploy.domain;

import dev.slipway.events.ComponentState;
import org.jspecify.annotations.Nullable;

/** A component as the cluster shows it. */
public sealed interface Observed {
    String component();

    /**
     * @param canary null where there is none
     * @param weight the canary's share of the traffic, in percent; null where no route names the canary
     * @param fence the least that stands on what is always there: stable and the route
     */
    record Present(
            String component,
            Workload stable,
            @Nullable Workload canary,
            @Nullable Integer weight,
            Fence fence) implements Observed {
        public ComponentState state() {
            return new ComponentState(
                    component,
                    stable.installed().version(),
                    stable.installed().image(),
                    stable.unready() == null,
                    stable.unready());
        }
    }

    /** A part of it that a rollout needs is not there; {@code detail} says which, and what to do. */
    record Missing(String component, String detail) implements Observed {}

    /**
     * A Deployment.
     *
     * @param available replicas that serve now
     * @param unready what it still lacks to be wholly what it is asked to be; null for nothing
     */
    record Workload(
            Installed installed,
            int replicas,
            int available,
            @Nullable String unready) {}
}
