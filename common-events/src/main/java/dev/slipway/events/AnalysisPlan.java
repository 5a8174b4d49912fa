package dev.slipway.events;

import java.time.Duration;
import java.util.List;

/**
 * How a version is measured.
 *
 * @param interval between two measurements
 * @param minSamples fewer requests of the new version than this in an interval say nothing
 * @param failureLimit how many breaching measurements of one metric are borne; one more acts
 * @param inconclusiveLimit how many intervals in a row without a verdict (no data, too few samples, a source that
 *     errs) are borne; one more pauses
 */
public record AnalysisPlan(
        Duration interval, int minSamples, int failureLimit, int inconclusiveLimit, List<MetricPlan> metrics) {
    public AnalysisPlan {
        metrics = List.copyOf(metrics);
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("analysis interval is " + interval + ": give more than zero");
        }
        if (minSamples < 1 || failureLimit < 0 || inconclusiveLimit < 0) {
            throw new IllegalArgumentException("analysis limits are minSamples " + minSamples + ", failureLimit "
                    + failureLimit + ", inconclusiveLimit " + inconclusiveLimit + ": give at least 1, 0 and 0");
        }
    }
}
