package dev.slipway.events;

import java.time.Duration;
import java.util.List;

/** Every component runs and is ready, seen on the target itself. */
public record DeploymentSucceeded(String environment, Scope scope, List<ComponentState> components, Duration took)
        implements Event {
    public DeploymentSucceeded {
        components = List.copyOf(components);
    }
}
