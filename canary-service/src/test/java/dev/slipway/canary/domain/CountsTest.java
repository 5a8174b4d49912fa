package dev.slipway.canary.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CountsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void saysWhatCameSince() {
        assertThat(counts(30, 3, Map.of(0.1, 20.0, INF, 30.0)).since(counts(10, 1, Map.of(0.1, 5.0, INF, 10.0))))
                .isEqualTo(counts(20, 2, Map.of(0.1, 15.0, INF, 20.0)));
    }

    @Test
    void aLowerCounterBeganAnew() {
        Counts restarted = counts(4, 1, Map.of(INF, 4.0));
        assertThat(restarted.since(counts(10, 0, Map.of(INF, 10.0)))).isEqualTo(restarted);
        Counts fewerErrors = counts(12, 0, Map.of(INF, 12.0));
        assertThat(fewerErrors.since(counts(10, 1, Map.of(INF, 10.0)))).isEqualTo(fewerErrors);
    }

    /** Expected values by hand, from the definition in PromQL's manual. */
    static Stream<Arguments> quantiles() {
        return Stream.of(
                argumentSet("in the first bucket, from 0", 0.5, Map.of(0.1, 10.0, 0.2, 10.0, INF, 10.0), 0.05),
                argumentSet("within a bucket", 0.5, Map.of(0.1, 2.0, 0.2, 10.0, INF, 10.0), 0.1375),
                argumentSet("at a bound", 0.5, Map.of(0.1, 5.0, 0.2, 10.0, INF, 10.0), 0.1),
                argumentSet("in the last bucket, its lower bound", 0.99, Map.of(0.1, 5.0, 0.2, 9.0, INF, 10.0), 0.2),
                argumentSet("no requests", 0.99, Map.of(0.1, 0.0, INF, 0.0), Double.NaN),
                argumentSet("no histogram", 0.99, Map.of(), Double.NaN),
                argumentSet("no end", 0.99, Map.of(0.1, 5.0), Double.NaN),
                argumentSet("bounds of different pods", 0.5, Map.of(0.1, 4.0, 0.15, 2.0, 0.2, 8.0, INF, 8.0), 0.1));
    }

    @ParameterizedTest
    @MethodSource("quantiles")
    void interpolatesAsPrometheusDoes(double q, Map<Double, Double> buckets, double expected) {
        double actual = counts(10, 0, buckets).quantile(q);
        if (Double.isNaN(expected)) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isEqualTo(expected, within(1e-12));
        }
    }

    private static Counts counts(double requests, double errors, Map<Double, Double> buckets) {
        return new Counts(requests, errors, new TreeMap<>(buckets));
    }
}
