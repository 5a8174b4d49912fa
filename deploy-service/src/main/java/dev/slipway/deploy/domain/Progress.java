package dev.slipway.deploy.domain;

import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed;
import java.util.List;

/** What came of work on the cluster, with the stable components as they were seen. */
public sealed interface Progress extends Attempt {
    List<ComponentState> components();

    /** The cluster is as it should be; {@code components} are those that were verified, in the order of the steps. */
    record Done(List<ComponentState> components) implements Progress {
        public Done {
            components = List.copyOf(components);
        }
    }

    /** On its way. */
    record NotYet(String component, String why, List<ComponentState> components) implements Progress {
        public NotYet {
            components = List.copyOf(components);
        }
    }

    /** It will not get there. */
    record Broken(DeploymentFailed.Cause cause, String component, String detail, List<ComponentState> components)
            implements Progress {
        public Broken {
            components = List.copyOf(components);
        }
    }
}
