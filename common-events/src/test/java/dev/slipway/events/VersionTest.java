package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    /** Item 11 of the specification, its own examples first. */
    private static final List<String> ASCENDING = List.of(
            "0.9.9",
            "1.0.0-0",
            "1.0.0-9",
            "1.0.0-10",
            "1.0.0-99999999999999999999",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "v1.2.0",
            "1.10.0",
            "2.0.0",
            "2.1.0",
            "2.1.1",
            "v2026.01.31-0a1b2c3",
            "v2026.11.21-0a1b2c3",
            "v2027.01.01-0a1b2c3");

    @Test
    void precedenceIsThatOfTheSpecification() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                assertThat(Integer.signum(new Version(ASCENDING.get(i)).compareTo(new Version(ASCENDING.get(j)))))
                        .as("%s against %s", ASCENDING.get(i), ASCENDING.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1.0.0, v1.0.0", "1.0.0+a, 1.0.0+b.7", "v2026.11.21-0a1b2c3, v2026.11.21-fffffff"})
    void prefixBuildAndCommitDoNotCount(String left, String right) {
        assertThat(new Version(left)).isEqualByComparingTo(new Version(right));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v",
                "1",
                "1.2",
                "1.2.3.4",
                "01.2.3",
                "1.02.3",
                "1.2.03",
                "1.2.3-",
                "1.2.3-a..b",
                "1.2.3-01",
                "1.2.3-a.00",
                "1.2.3+",
                "1.2.3+a..b",
                "1.2.3+a+b",
                "V1.2.3",
                "-1.2.3",
                "1.2.3 ",
                "1.2.3\n",
                "latest",
                "12345678901.0.0",
                "v2026.01.21",
                "v2026.00.21-0a1b2c3",
                "v2026.02.00-0a1b2c3",
                "v2026.02.03-0a1b"
            })
    void whatIsNoVersionIsRefusedWithTheFormsThatAre(String text) {
        // v2026.02.03-0a1b: too short a commit for a date, and zeros that SemVer forbids
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Version(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("SemVer")
                .withMessageContaining("CalVer");
    }

    @Test
    void aLongVersionIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Version("1.0.0-" + "a".repeat(95)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Version("v1.0.0-" + "a".repeat(95)));
    }

    @Test
    void aVersionKnowsItsParts() {
        var version = new Version("v1.20.3-rc.1+7");

        assertThat(List.of(version.major(), version.minor(), version.patch())).isEqualTo(List.of(1L, 20L, 3L));
        assertThat(version.preRelease()).containsExactly("rc", "1");
        assertThat(version.isCalVer()).isFalse();
        assertThat(new Version("v2026.11.21-0a1b2c3").isCalVer()).isTrue();
        assertThat(new Version("v2026.11.21-0a1b2c3").preRelease()).isEmpty();
    }

    @Test
    void aVersionHasTwoSpellings() {
        String longest = "1.0.0-" + "a".repeat(94);

        assertThat(new Version("v1.2.3").respelt()).isEqualTo(new Version("1.2.3"));
        assertThat(new Version("2026.11.21-0a1b2c3").respelt()).isEqualTo(new Version("v2026.11.21-0a1b2c3"));
        assertThat(new Version(longest).respelt().respelt()).isEqualTo(new Version(longest));
    }
}
