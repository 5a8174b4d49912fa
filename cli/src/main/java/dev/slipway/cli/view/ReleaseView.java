package dev.slipway.cli.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A release as gate-service shows it. Words such as {@code status} stay as they came: a newer service may know more of
 * them than this program, and they are shown all the same.
 *
 * @param status {@code awaiting-artifacts}, {@code in-progress}, {@code rolling-back}, {@code completed}, {@code stopped}
 * @param stage where the release is; null before its first stage and after its last
 */
public record ReleaseView(
        String id,
        String application,
        String version,
        String type,
        String commit,
        String requestedBy,
        @Nullable Instant requestedAt,
        String status,
        @Nullable String stage,
        List<Stage> stages,
        @Nullable Canary canary,
        @Nullable Rollback rollback,
        @Nullable String outcome,
        @Nullable String detail) {

    /** @param status {@code waiting}, {@code gates}, {@code deploying}, {@code canary}, {@code verifying}, … */
    public record Stage(
            String name,
            @Nullable String environment,
            String status,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            List<Gate> gates,
            @Nullable Instant soakUntil) {
        public Stage {
            gates = List.copyOf(gates);
        }

        /** Whether it has something to say beyond its one line. */
        boolean open() {
            return !status.equals("waiting") && !status.equals("done");
        }
    }

    /** @param why in words and values; empty where nothing is known yet */
    public record Gate(String name, String phase, String status, String why) {
        boolean holds() {
            return status.equals("passed") || status.equals("waived");
        }
    }

    /**
     * @param weight percent of the traffic
     * @param step from 0
     * @param steps how many there are
     */
    public record Canary(
            int weight, int step, int steps, @Nullable Instant holdUntil, boolean paused, List<Metric> metrics) {
        public Canary {
            metrics = List.copyOf(metrics);
        }
    }

    /** A measurement as the event {@code CanaryMeasured} says it; a ratio 0..1, or seconds. */
    public record Metric(
            String name,
            String component,
            @Nullable Double value,
            @Nullable Double baseline,
            @Nullable String threshold,
            long samples,
            String verdict) {}

    /** @param to the version that it goes back to */
    public record Rollback(
            String cause,
            String detail,
            @Nullable String to,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            List<Component> components) {
        public Rollback {
            components = List.copyOf(components);
        }
    }

    /** What runs of a component after a rollback. */
    public record Component(String name, String version, boolean healthy) {}

    public ReleaseView {
        stages = List.copyOf(stages);
    }

    /** @throws IllegalArgumentException if there is no release in the answer, or a part of it cannot be read */
    public static ReleaseView of(JsonNode answer) {
        return ViewReader.release(answer);
    }

    /** Whether nothing more will happen by itself. */
    public boolean ended() {
        return status.equals("completed") || status.equals("stopped");
    }
}
