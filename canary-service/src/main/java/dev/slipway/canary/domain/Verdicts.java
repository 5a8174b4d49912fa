package dev.slipway.canary.domain;

import dev.slipway.events.MetricPlan;
import dev.slipway.events.MetricResult;
import dev.slipway.events.MetricResult.Verdict;
import dev.slipway.events.Threshold;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges one metric of one component over one interval.
 *
 * <p>A percentile of fewer requests than 1/(1-q) is no more than their maximum: p99 wants 100, p95 20, p50 2. With fewer,
 * it is too thin to be judged. That is excused, which means that it holds nothing up, as long as the component's other
 * metrics can be judged: a service with little traffic is still guarded by its error rate.
 */
final class Verdicts {
    /** What a share of a second or of a request may differ by from what was meant, in binary fractions. */
    private static final double ROUNDING = 1e-9;

    private static final Map<String, Integer> PERCENTILE_WANTS =
            Map.of("latency-p50", 2, "latency-p95", 20, "latency-p99", 100);

    private Verdicts() {}

    /**
     * @param excused whether it says nothing only because a percentile is too thin
     */
    record Judgement(MetricResult result, boolean excused) {
        boolean isConclusive() {
            return result.verdict() == Verdict.HEALTHY || result.verdict() == Verdict.BREACHED;
        }
    }

    static Judgement judge(MetricPlan metric, int minSamples, Reading reading) {
        return switch (reading) {
            case Reading.Unreadable unreadable ->
                plain(new MetricResult(
                        metric.name(), unreadable.component(), null, null, null, 0, Verdict.SOURCE_ERROR));
            case Reading.Seen seen -> judge(metric, minSamples, seen);
        };
    }

    private static Judgement judge(MetricPlan metric, int minSamples, Reading.Seen seen) {
        Threshold first = metric.thresholds().getFirst();
        if (Double.isNaN(seen.value()) || seen.samples() == 0) {
            return plain(result(seen, first, Verdict.NO_DATA));
        }
        if (seen.samples() < minSamples) {
            return plain(result(seen, first, Verdict.TOO_FEW_SAMPLES));
        }
        int wanted = PERCENTILE_WANTS.getOrDefault(metric.name(), 1);
        if (seen.samples() < wanted) {
            return new Judgement(result(seen, first, Verdict.TOO_FEW_SAMPLES), true);
        }
        Judgement inconclusive = null;
        for (Threshold threshold : metric.thresholds()) {
            if (threshold.needsBaseline() && !isComparable(seen, Math.max(minSamples, wanted))) {
                inconclusive = incomparable(seen, threshold, minSamples);
            } else if (isBreached(threshold, seen)) {
                return plain(result(seen, threshold, Verdict.BREACHED)); // whatever else is not known
            }
        }
        return inconclusive == null ? plain(result(seen, first, Verdict.HEALTHY)) : inconclusive;
    }

    private static boolean isComparable(Reading.Seen seen, int wanted) {
        return !Double.isNaN(seen.baseline()) && seen.baselineSamples() >= wanted;
    }

    private static Judgement incomparable(Reading.Seen seen, Threshold threshold, int minSamples) {
        if (Double.isNaN(seen.baseline()) || seen.baselineSamples() == 0) {
            return plain(result(seen, threshold, Verdict.NO_DATA));
        }
        return new Judgement(result(seen, threshold, Verdict.TOO_FEW_SAMPLES), seen.baselineSamples() >= minSamples);
    }

    private static boolean isBreached(Threshold threshold, Reading.Seen seen) {
        return switch (threshold.kind()) {
            case MAX -> exceeds(seen.value(), threshold.value());
            case MIN -> exceeds(threshold.value(), seen.value());
            case MAX_INCREASE -> exceeds(seen.value() - seen.baseline(), threshold.value());
            case MAX_INCREASE_RELATIVE -> exceeds(seen.value(), seen.baseline() * (1 + threshold.value()));
        };
    }

    private static boolean exceeds(double value, double bound) {
        return value > bound + ROUNDING;
    }

    private static Judgement plain(MetricResult result) {
        return new Judgement(result, false);
    }

    private static MetricResult result(Reading.Seen seen, Threshold threshold, Verdict verdict) {
        return new MetricResult(
                seen.metric(),
                seen.component(),
                known(seen.value()),
                known(seen.baseline()),
                words(threshold),
                seen.samples(),
                verdict);
    }

    private static @Nullable Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String words(Threshold threshold) {
        return threshold.kind().label().replace('-', ' ') + " " + threshold.value();
    }
}
