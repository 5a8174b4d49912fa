package dev.slipway.gate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ReleaseType;
import dev.slipway.events.Version;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseTypesTest {
    @ParameterizedTest(name = "{0} after {1} is {2}")
    @CsvSource({
        "v1.2.4, v1.2.3, PATCH",
        "v1.2.9, v1.2.3, PATCH",
        "v1.3.0, v1.2.3, MINOR",
        "v1.3.1, v1.2.3, MINOR",
        "v2.0.0, v1.9.9, MAJOR",
        "2.1.1, v1.9.9, MAJOR",
        "v1.2.3, v1.2.3-rc.1, PATCH",
        "v1.3.0-rc.1, v1.2.3, PRE_RELEASE",
        "v1.2.2, v1.2.3, PATCH",
        "v1.2.3, , PATCH",
        "v1.2.0, , MINOR",
        "v1.0.0, , MAJOR",
        "v0.0.0, , MAJOR",
        "v2026.11.21-0a1b2c3, v2026.11.20-0a1b2c3, MINOR",
        "v2026.11.21-0a1b2c3, , MINOR",
        "v1.0.0, v2026.11.20-0a1b2c3, MINOR",
    })
    void followsFromTheMostSignificantNumberThatIsNew(String version, @Nullable String previous, ReleaseType type) {
        assertThat(ReleaseTypes.of(new Version(version), previous == null ? null : new Version(previous)))
                .isEqualTo(type);
    }
}
