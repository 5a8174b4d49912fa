package dev.slipway.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.BuildEvents;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order in which Map.copyOf gives its entries differs from one process to the next; what is written must not. */
class DeterminismTest {
    @Test
    void mapsAreWrittenInTheOrderOfTheirKeysAtEveryDepth() {
        Map<String, Object> inner = new HashMap<>();
        IntStream.range(100, 200).forEach(i -> inner.put("k" + i, i));
        String sorted = IntStream.range(100, 200)
                .mapToObj(i -> "\"k%d\":%d".formatted(i, i))
                .collect(Collectors.joining(",", "{", "}"));

        assertThat(Json.write(new BuildEvents(Map.of("subject", Map.copyOf(inner), "context", Map.copyOf(inner)))))
                .isEqualTo("{\"cdevent\":{\"context\":" + sorted + ",\"subject\":" + sorted + "}}");
    }
}
