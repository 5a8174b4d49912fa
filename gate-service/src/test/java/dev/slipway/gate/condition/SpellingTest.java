package dev.slipway.gate.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> KNOWN = List.of("environment", "gates", "name", "soak", "stages");

    @ParameterizedTest
    @CsvSource({
        "enviroment,environment",
        "gate,gates",
        "Soak,soak",
        "stage,stages",
        "nmae,name",
        "naem,name",
        "colour,",
        "x,"
    })
    void findsTheWordThatWasMeant(String word, String meant) {
        assertThat(Spelling.nearest(word, KNOWN).orElse(null)).isEqualTo(meant);
    }
}
