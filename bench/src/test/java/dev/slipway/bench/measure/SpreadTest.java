package dev.slipway.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void aPercentileIsAValueThatWasMeasured() {
        Spread spread = new Spread(IntStream.rangeClosed(1, 50)
                .map(i -> 51 - i)
                .mapToObj(Duration::ofMillis)
                .toList());

        assertThat(spread.percentile(0.5)).isEqualTo(Duration.ofMillis(25));
        assertThat(spread.percentile(0.9)).isEqualTo(Duration.ofMillis(45));
        assertThat(spread.percentile(0.99)).isEqualTo(Duration.ofMillis(50));
        assertThat(spread.percentile(1)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void ofNothingThereIsNone() {
        assertThatThrownBy(() -> new Spread(List.of())).hasMessageContaining("nothing was measured");
    }
}
