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

    @Test
    void noRollbackLeadsToWhatWasTakenBack() {
        Environment now = running("v1.0.0", "v1.1.0", "v1.2.0");
        Occupancy itCame = Occupancy.of(Examples.request("v1.1.0").installed(), NOW);

        assertThat(now.before("shop-v1.2.0", itCame)).contains(itCame);
        assertThat(now.without("shop-v1.1.0").before("shop-v1.2.0", itCame))
                .map(Occupancy::version)
                .contains("v1.0.0");
        assertThat(now.without("shop-v1.1.0").without("shop-v1.0.0").before("shop-v1.2.0", itCame))
                .isEmpty();
    }

    /** Whether the rollback gets there or not: nobody wants it any more. */
    @Test
    void whatIsToBeTakenBackIsNoGoalFromThenOn() {
        Environment now = running("v1.0.0", "v1.1.0");
        Occupancy before = Occupancy.of(Examples.request("v1.0.0").installed(), NOW);
        Environment leading =
                now.claimedBy("shop-v1.1.0").orElseThrow().leadingTo(before, "shop-v1.1.0", new Fence(1, true, 1));

        assertThat(now.without("shop-v1.1.0").takenBack()).containsExactly("shop-v1.1.0");
        assertThat(leading.takenBack()).containsExactly("shop-v1.1.0");
    }

    /** Who names the version of one that was to be taken back wants it again. */
    @Test
    void whatARollbackLeadsToIsWanted() {
        Environment now = running("v1.0.0", "v1.1.0", "v1.2.0")
                .without("shop-v1.1.0")
                .claimedBy("shop-v1.2.0")
                .orElseThrow();

        assertThat(now.leadingTo(now.named("v1.1.0").orElseThrow(), "shop-v1.2.0", new Fence(1, true, 1))
                        .takenBack())
                .containsExactly("shop-v1.2.0");
    }

    @Test
    void halfwayWhatItIsLedBackToStaysKnown() {
        Fence back = new Fence(1, true, 1);
        Occupancy before = Occupancy.of(Examples.request("v1.0.0").installed(), NOW);
        Environment led = running("v1.0.0", "v1.1.0")
                .claimedBy("shop-v1.1.0")
                .orElseThrow()
                .leadingTo(before, "shop-v1.1.0", back);

        Environment now = led.halfway(before.components(), back, NOW.plusSeconds(1));

        assertThat(now.current()).isEqualTo(Occupancy.of(before.components(), NOW.plusSeconds(1)));
        assertThat(now.next()).isEqualTo(before);
        assertThat(now.knownVersions()).containsExactly("v1.0.0", "v1.1.0");
        assertThat(now.halfway(before.components(), new Fence(1, true, 2), NOW.plusSeconds(2)))
                .as("nothing new")
                .isEqualTo(now);
        assertThat(led.halfway(before.components(), new Fence(0, true, 9), NOW)).isEqualTo(led);
    }

    /** A database that was restored knows of fewer claims than the cluster has seen. */
    @Test
    void whoClaimsNextIsAboveWhatWasSeenHalfway() {
        Environment led = running("v1.0.0").claimedBy("shop-v1.1.0").orElseThrow();
        Fence onCluster = new Fence(led.fence().claim() + 7, true, 1);

        Environment now = led.halfway(Examples.request("v1.0.0").installed(), onCluster, NOW.plusSeconds(1));

        assertThat(now.current()).isEqualTo(led.current());
        assertThat(now.freedBy("shop-v1.1.0").claimedBy("shop-v1.2.0"))
                .hasValueSatisfying(next -> assertThat(next.fence()).isGreaterThan(onCluster));
    }

    @Test
    void onlyItsHolderLeadsItBack() {
        Environment held = running("v1.0.0", "v1.1.0").claimedBy("shop-v1.1.0").orElseThrow();
        Occupancy before = Occupancy.of(Examples.request("v1.0.0").installed(), NOW);

        assertThat(held.leadingTo(before, "shop-v1.1.0", new Fence(1, true, 1)).next())
                .isEqualTo(before);
        assertThat(held.leadingTo(before, "shop-v1.2.0", new Fence(1, true, 1))).isEqualTo(held);
        assertThat(held.leadingTo(before, "shop-v1.1.0", new Fence(0, true, 1))).isEqualTo(held);
    }

    /** Of which those versions ran, one after the other. */
    private static Environment running(String... versions) {
        Environment now = EMPTY;
        for (String version : versions) {
            now = now.running(Examples.request(version).installed(), Fence.NONE, NOW);
        }
        return now;
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
