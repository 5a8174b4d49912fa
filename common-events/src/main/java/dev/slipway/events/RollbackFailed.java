package dev.slipway.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * It could not be taken back all the way: what runs now, component by component, and why. A person is needed.
 *
 * @param components none where another release holds the environment
 * @param claim as of {@link DeploymentSucceeded}; null, too, where nothing is said about what runs
 */
public record RollbackFailed(
        String environment,
        String detail,
        List<ComponentState> components,
        @Nullable Long claim) implements Event {
    public RollbackFailed {
        components = List.copyOf(components);
    }
}
