package dev.slipway.events;

import org.jspecify.annotations.Nullable;

/**
 * One metric of one component over one interval.
 *
 * @param value the new version's; a ratio 0..1, or seconds; null where there was no data
 * @param baseline stable's over the same interval; null where there was no data or no comparison is asked for
 * @param threshold the threshold that decided, in words and values, such as {@code max increase 0.01}
 * @param samples how many requests of the new version the value is of
 */
public record MetricResult(
        String metric,
        String component,
        @Nullable Double value,
        @Nullable Double baseline,
        @Nullable String threshold,
        long samples,
        Verdict verdict) {
    /** What a measurement says. */
    public enum Verdict implements Label {
        HEALTHY,
        BREACHED,
        TOO_FEW_SAMPLES,
        NO_DATA,
        SOURCE_ERROR
    }
}
