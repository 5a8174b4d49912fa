package dev.slipway.events;

import java.util.List;

/**
 * A metric and what it must not do.
 *
 * @param name {@code error-rate}, {@code availability} (ratios 0..1) or {@code latency-p50|p95|p99} (seconds)
 * @param thresholds all of which must hold
 */
public record MetricPlan(String name, List<Threshold> thresholds, BreachAction onBreach) {
    public MetricPlan {
        thresholds = List.copyOf(thresholds);
        if (thresholds.isEmpty()) {
            throw new IllegalArgumentException("metric " + name + " has no threshold: give max, min or maxIncrease");
        }
    }
}
