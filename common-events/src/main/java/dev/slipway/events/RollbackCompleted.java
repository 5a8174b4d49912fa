package dev.slipway.events;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every component is back and was seen healthy, in the order given: the reverse of the rollout's.
 *
 * @param components none where nothing was there to take back, and another release holds the environment
 * @param took from the sample that showed the cause to the last component's verification
 * @param claim as of {@link DeploymentSucceeded}; null, too, where nothing is said about what runs
 */
public record RollbackCompleted(
        String environment,
        List<ComponentState> components,
        Duration took,
        @Nullable Long claim) implements Event {
    public RollbackCompleted {
        components = List.copyOf(components);
    }
}
