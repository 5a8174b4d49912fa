package dev.slipway.canary.domain;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** The metrics that counts of HTTP requests give, beside what they are in PromQL over an interval {@code i}. */
public enum HttpMetric {
    /** {@code sum(increase(…_count{status=~"5.."}[i])) / sum(increase(…_count[i]))}. */
    ERROR_RATE("error-rate", Counts::errorRate, Counts::requests),
    /** One less the error rate. */
    AVAILABILITY("availability", counts -> 1 - counts.errorRate(), Counts::requests),
    /** {@code histogram_quantile(0.5, sum by (le) (increase(…_bucket[i])))}, in seconds. */
    LATENCY_P50("latency-p50", counts -> counts.quantile(0.5), Counts::observed),
    /** The same with 0.95. */
    LATENCY_P95("latency-p95", counts -> counts.quantile(0.95), Counts::observed),
    /** The same with 0.99. */
    LATENCY_P99("latency-p99", counts -> counts.quantile(0.99), Counts::observed);

    private final String metric;

    @SuppressWarnings("ImmutableEnumChecker") // the functions keep no state
    private final ToDoubleFunction<Counts> value;

    @SuppressWarnings("ImmutableEnumChecker")
    private final ToDoubleFunction<Counts> samples;

    HttpMetric(String metric, ToDoubleFunction<Counts> value, ToDoubleFunction<Counts> samples) {
        this.metric = metric;
        this.value = value;
        this.samples = samples;
    }

    /** One metric of a component: the new version's counts over an interval, and stable's ({@link Counts#ZERO} for none). */
    public static Reading read(String component, String metric, Counts version, Counts stable) {
        return Arrays.stream(values())
                .filter(one -> one.metric.equals(metric))
                .findFirst()
                .<Reading>map(one -> one.read(component, version, stable))
                .orElseGet(() -> new Reading.Unreadable(component, metric, "there is no metric '" + metric + "'"));
    }

    private Reading read(String component, Counts version, Counts stable) {
        return new Reading.Seen(
                component,
                metric,
                value.applyAsDouble(version),
                value.applyAsDouble(stable),
                Math.round(samples.applyAsDouble(version)),
                Math.round(samples.applyAsDouble(stable)));
    }
}
