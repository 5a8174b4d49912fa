package dev.slipway.events;

import java.util.List;

/** The first write to an environment is about to happen. {@code previous} is what ran there then. */
public record DeploymentStarted(
        String environment, Scope scope, List<Artifact> artifacts, List<ComponentState> previous) implements Event {
    public DeploymentStarted {
        artifacts = List.copyOf(artifacts);
        previous = List.copyOf(previous);
    }
}
