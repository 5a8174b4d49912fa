package dev.slipway.deploy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Environment EMPTY = Environment.unknown("shop", "production", "shop-production");

    @Test
    void oneReleaseAtATimeHoldsIt() {
        Environment held = EMPTY.claimedBy("shop-v1").orElseThrow();

        assertThat(held.claimedBy("shop-v2")).isEmpty();
        assertThat(held.freedBy("shop-v2")).isEqualTo(held);
        assertThat(held.freedBy("shop-v1").holder()).isNull();
    }

    @Test
    void everyClaimIsANewOneAlsoOfWhoHoldsIt() {
        Environment again =
                EMPTY.claimedBy("shop-v1").orElseThrow().claimedBy("shop-v1").orElseThrow();

        assertThat(again.fence()).isEqualTo(new Fence(2, false, 0));
        assertThat(again.freedBy("shop-v1").claimedBy("shop-v2").orElseThrow().fence())
                .isEqualTo(new Fence(3, false, 0));
    }

    @Test
    void whoWasOvertakenRecordsNothing() {
        Environment taken = EMPTY.running(Examples.installed("v1.2.2"), new Fence(2, true, 9), NOW);

        assertThat(taken.running(Examples.installed("v1.2.3"), new Fence(2, false, 12), NOW))
                .isEqualTo(taken);
        assertThat(taken.running(Examples.installed("v1.2.3"), new Fence(3, false, 1), NOW)
                        .fence())
                .isEqualTo(new Fence(3, false, 1));
    }

    @Test
    void whatRanBeforeIsRememberedWithItsImages() {
        Environment now = EMPTY.running(Examples.installed("v1.2.2"), Fence.NONE, NOW)
                .running(Examples.request("v1.2.3").installed(), Fence.NONE, NOW.plusSeconds(1))
                .running(Examples.request("v1.2.4").installed(), Fence.NONE, NOW.plusSeconds(2));

        assertThat(now.knownVersions()).containsExactly("v1.2.4", "v1.2.3", "v1.2.2");
        assertThat(now.named("v1.2.3"))
                .contains(
                        new Occupancy(Examples.request("v1.2.3").installed(), NOW.plusSeconds(1), NOW.plusSeconds(2)));
        assertThat(now.named("v0")).isEmpty();
    }

    @Test
    void whatIsSeenAgainIsNoChange() {
        Environment now = EMPTY.running(Examples.installed("v1.2.2"), Fence.NONE, NOW);

        assertThat(now.running(Examples.installed("v1.2.2"), Fence.NONE, NOW.plusSeconds(9)))
                .isEqualTo(now);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1.2.3",
                "v1.2.3+build.7",
                "+",
                "v2026.01.01-abcdef0",
                "an id of more than sixty-three characters, spaces and all, that goes on"
            })
    void everyTextHasALabelValue(String text) {
        assertThat(LabelValue.of(text)).matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    }

    @Test
    void labelValuesDifferWhereTextsDo() {
        assertThat(LabelValue.of("v1+a")).isNotEqualTo(LabelValue.of("v1_a")).isNotEqualTo(LabelValue.of("v1+b"));
        assertThat(LabelValue.of("v1.2.3")).isEqualTo("v1.2.3");
    }
}
