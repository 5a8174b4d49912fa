package dev.slipway.gate.http;

import dev.slipway.events.Artifact;
import dev.slipway.events.ComponentState;
import dev.slipway.events.MetricResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A release as the API shows it; see {@link ReleaseViews} for how it comes about. */
record ReleaseView(
        String id,
        String application,
        String version,
        String type,
        String commit,
        String requestedBy,
        Instant requestedAt,
        String status,
        @Nullable String stage,
        List<StageView> stages,
        @Nullable CanaryView canary,
        List<Artifact> artifacts,
        @Nullable RollbackView rollback,
        @Nullable String outcome,
        @Nullable String detail) {

    /** @param status {@code waiting}, {@code gates}, {@code deploying}, {@code canary}, {@code verifying}, {@code done}, {@code failed} */
    record StageView(
            String name,
            @Nullable String environment,
            String status,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            List<GateView> gates,
            @Nullable Instant soakUntil) {}

    record GateView(String name, String phase, String status, String why) {}

    /** @param step from 0; {@code paused} says why, and is absent while it goes on */
    record CanaryView(
            int weight,
            int step,
            int steps,
            @Nullable Instant holdUntil,
            @Nullable String paused,
            List<MetricResult> metrics) {}

    record RollbackView(
            String cause,
            String detail,
            @Nullable String to,
            Instant startedAt,
            @Nullable Instant endedAt,
            List<ComponentState> components) {}
}
