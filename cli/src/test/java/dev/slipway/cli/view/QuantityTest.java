package dev.slipway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT-3S, 0 s",
        "PT0.42S, 0.42 s",
        "PT9.99S, 10 s",
        "PT59S, 59 s",
        "PT60S, 1 min",
        "PT61S, 1 min 1 s",
        "PT1H59M3S, 1 h 59 min",
        "P2DT3H, 2 d 3 h"
    })
    void durations(Duration duration, String text) {
        assertThat(Quantity.of(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "error-rate, 0.0502, 5.02 %",
        "availability, 0.9999, 99.99 %",
        "latency-p99, 0.1234, 123 ms",
        "error-rate, 0, 0 %",
        "error-rate, , no data"
    })
    void values(String metric, Double value, String text) {
        assertThat(Quantity.of(metric, value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "latency-p99, max 0.3, max 300 ms",
        "latency-p99, max-increase-relative 0.1, max-increase-relative 10 %",
        "error-rate, max increase 0.001, max increase 0.1 %",
        "error-rate, none, none"
    })
    void thresholds(String metric, String threshold, String text) {
        assertThat(Quantity.threshold(metric, threshold)).isEqualTo(text);
    }
}
