package dev.slipway.canary.domain;

import static dev.slipway.events.MetricResult.Verdict.BREACHED;
import static dev.slipway.events.MetricResult.Verdict.HEALTHY;
import static dev.slipway.events.MetricResult.Verdict.NO_DATA;
import static dev.slipway.events.MetricResult.Verdict.SOURCE_ERROR;
import static dev.slipway.events.MetricResult.Verdict.TOO_FEW_SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.events.BreachAction;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.MetricResult;
import dev.slipway.events.MetricResult.Verdict;
import dev.slipway.events.Threshold;
import dev.slipway.events.Threshold.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictsTest {
    private static final double NONE = Double.NaN;

    static Stream<Arguments> verdicts() {
        return Stream.of(
                argumentSet("at max", metric("error-rate", Kind.MAX, 0.01), seen(0.01, NONE, 100, 0), HEALTHY),
                argumentSet("above max", metric("error-rate", Kind.MAX, 0.01), seen(0.011, NONE, 100, 0), BREACHED),
                argumentSet("at min", metric("availability", Kind.MIN, 0.99), seen(0.99, NONE, 100, 0), HEALTHY),
                argumentSet("below min", metric("availability", Kind.MIN, 0.99), seen(0.98, NONE, 100, 0), BREACHED),
                argumentSet(
                        "increase by the bound, which binary fractions do not hit",
                        metric("error-rate", Kind.MAX_INCREASE, 0.01),
                        seen(0.04, 0.03, 100, 100),
                        HEALTHY),
                argumentSet(
                        "increase above the bound",
                        metric("error-rate", Kind.MAX_INCREASE, 0.01),
                        seen(0.05, 0.03, 100, 100),
                        BREACHED),
                argumentSet(
                        "better than stable",
                        metric("error-rate", Kind.MAX_INCREASE, 0.01),
                        seen(0, 0.5, 100, 100),
                        HEALTHY),
                argumentSet(
                        "a tenth slower, which is borne",
                        metric("latency-p50", Kind.MAX_INCREASE_RELATIVE, 0.1),
                        seen(0.22, 0.2, 100, 100),
                        HEALTHY),
                argumentSet(
                        "slower than that",
                        metric("latency-p50", Kind.MAX_INCREASE_RELATIVE, 0.1),
                        seen(0.23, 0.2, 100, 100),
                        BREACHED),
                argumentSet("not a number", metric("error-rate", Kind.MAX, 1), seen(NONE, NONE, 100, 0), NO_DATA),
                argumentSet("no traffic", metric("error-rate", Kind.MAX, 1), seen(0, NONE, 0, 0), NO_DATA),
                argumentSet(
                        "too few, even where they all failed",
                        metric("error-rate", Kind.MAX, 0.01),
                        seen(1, NONE, 9, 0),
                        TOO_FEW_SAMPLES),
                argumentSet("just enough", metric("error-rate", Kind.MAX, 0.01), seen(1, NONE, 10, 0), BREACHED),
                argumentSet(
                        "stable has no traffic",
                        metric("error-rate", Kind.MAX_INCREASE, 0.01),
                        seen(0, NONE, 100, 0),
                        NO_DATA),
                argumentSet(
                        "stable has too little traffic",
                        metric("error-rate", Kind.MAX_INCREASE, 0.01),
                        seen(0, 0, 100, 9),
                        TOO_FEW_SAMPLES),
                argumentSet(
                        "a p99 of 99 requests is their maximum",
                        metric("latency-p99", Kind.MAX, 0.01),
                        seen(5, NONE, 99, 0),
                        TOO_FEW_SAMPLES),
                argumentSet("a p99 of 100", metric("latency-p99", Kind.MAX, 0.01), seen(5, NONE, 100, 0), BREACHED),
                argumentSet(
                        "no answer",
                        metric("error-rate", Kind.MAX, 0.01),
                        new Reading.Unreadable("cart", "error-rate", "refused"),
                        SOURCE_ERROR));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void judges(MetricPlan metric, Reading reading, Verdict expected) {
        assertThat(Verdicts.judge(metric, 10, reading).result().verdict()).isEqualTo(expected);
    }

    @Test
    void aBreachOfOneThresholdStandsWhereAnotherCannotBeJudged() {
        MetricPlan both = new MetricPlan(
                "error-rate",
                List.of(new Threshold(Kind.MAX_INCREASE, 0.01), new Threshold(Kind.MAX, 0.05)),
                BreachAction.ROLLBACK);

        assertThat(Verdicts.judge(both, 10, seen(0.5, NONE, 100, 0)).result())
                .isEqualTo(new MetricResult("error-rate", "cart", 0.5, null, "max 0.05", 100, BREACHED));
        assertThat(Verdicts.judge(both, 10, seen(0.01, NONE, 100, 0)).result().verdict())
                .isEqualTo(NO_DATA);
    }

    @Test
    void onlyAThinPercentileIsExcused() {
        MetricPlan p99 = metric("latency-p99", Kind.MAX, 1);
        assertThat(Verdicts.judge(p99, 10, seen(0.1, NONE, 50, 0)).excused()).isTrue();
        assertThat(Verdicts.judge(p99, 10, seen(0.1, NONE, 9, 0)).excused()).isFalse();
        assertThat(Verdicts.judge(p99, 10, seen(0.1, NONE, 100, 0)).excused()).isFalse();
        MetricPlan compared = metric("latency-p99", Kind.MAX_INCREASE_RELATIVE, 1);
        assertThat(Verdicts.judge(compared, 10, seen(0.1, 0.1, 100, 50)).excused())
                .isTrue();
        assertThat(Verdicts.judge(compared, 10, seen(0.1, 0.1, 100, 9)).excused())
                .isFalse();
    }

    private static MetricPlan metric(String name, Kind kind, double value) {
        return new MetricPlan(name, List.of(new Threshold(kind, value)), BreachAction.ROLLBACK);
    }

    /** The metric's name in a reading is not looked at: {@code error-rate} stands for any. */
    private static Reading seen(double value, double baseline, long samples, long baselineSamples) {
        return new Reading.Seen("cart", "error-rate", value, baseline, samples, baselineSamples);
    }
}
