package dev.slipway.gate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "2h, PT2H",
        "30m, PT30M",
        "10s, PT10S",
        "500ms, PT0.5S",
        "1h30m, PT1H30M",
        "3d, PT72H",
        "0s, PT0S",
        "' 1 h 5 s ', PT1H5S",
        "2,",
        "h,",
        "1h-5m,",
        "2 hours,",
        "-1s,",
        "1.5h,",
        "99999999999s,",
        "'',"
    })
    void readsDurations(String text, @Nullable Duration duration) {
        assertThat(Quantities.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "1%, 0.01",
        "1 %, 0.01",
        "99.9%, 0.999",
        "0.1 %, 0.001",
        "200%, 2.0",
        "0, 0.0",
        "1, 1.0",
        "0.25, 0.25",
        "1.0, 1.0",
        "2,",
        "80,",
        "-1%,",
        "1 percent,",
        "1%%,",
        "NaN,",
        "1.5,",
        "'',"
    })
    void readsShares(String text, @Nullable Double share) {
        assertThat(Quantities.share(text)).isEqualTo(share);
    }
}
