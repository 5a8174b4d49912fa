package dev.slipway.events;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every component runs and is ready, seen on the target itself.
 *
 * @param claim how many claims of the environment there were when the release got it: grows with each, so it orders what
 *     happened there whatever the clocks say; null where it was said before there was one
 */
public record DeploymentSucceeded(
        String environment,
        Scope scope,
        List<ComponentState> components,
        Duration took,
        @Nullable Long claim) implements Event {
    public DeploymentSucceeded {
        components = List.copyOf(components);
    }
}
