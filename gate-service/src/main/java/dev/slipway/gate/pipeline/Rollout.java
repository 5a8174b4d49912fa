package dev.slipway.gate.pipeline;

import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.CanaryStep;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a stage deploys. */
public sealed interface Rollout {
    /** How long one component may take to become ready. */
    Duration readyWithin();

    record Rolling(Duration readyWithin) implements Rollout {}

    /** @param when a condition over the release alone: where it does not hold, the rollout is a rolling one; null for always */
    record Canary(Duration readyWithin, @Nullable String when, List<CanaryStep> steps, AnalysisPlan analysis)
            implements Rollout {
        public Canary {
            steps = List.copyOf(steps);
        }
    }
}
