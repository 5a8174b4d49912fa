package dev.slipway.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every gate of a stage holds. The entry of a stage with an environment is the only leave to deploy, and only these
 * artifacts.
 *
 * @param environment where the stage deploys; null for a stage that only checks
 */
public record GatePassed(
        GatePhase phase,
        @Nullable String environment,
        List<GateResult> gates,
        List<Artifact> artifacts,
        String pipelineRevision)
        implements Event {
    public GatePassed {
        gates = List.copyOf(gates);
        artifacts = List.copyOf(artifacts);
    }
}
