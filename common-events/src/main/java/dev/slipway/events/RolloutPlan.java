package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;

/** How a version is brought into an environment. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RolloutPlan.Rolling.class, name = "rolling"),
    @JsonSubTypes.Type(value = RolloutPlan.Canary.class, name = "canary")
})
public sealed interface RolloutPlan {
    /**
     * How long the workloads of one component may take to become ready.
     */
    Duration readyWithin();

    /** Pods are replaced as the workload's own strategy says. */
    record Rolling(Duration readyWithin) implements RolloutPlan {}

    /** Beside stable, on a growing share of the traffic, measured. */
    record Canary(Duration readyWithin, List<CanaryStep> steps, AnalysisPlan analysis) implements RolloutPlan {
        public Canary {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("the canary has no step: give at least one weight");
            }
        }
    }
}
