package dev.slipway.events;

import java.time.Instant;
import java.util.List;

/** One interval of a hold or of a watch was measured. {@code weight} is the share that was served meanwhile. */
public record CanaryMeasured(
        String environment, int step, int weight, Instant from, Instant to, List<MetricResult> results)
        implements Event {
    public CanaryMeasured {
        results = List.copyOf(results);
    }
}
