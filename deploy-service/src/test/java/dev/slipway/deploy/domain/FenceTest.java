package dev.slipway.deploy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {
    private static final List<Fence> ASCENDING = List.of(
            Fence.NONE,
            new Fence(1, false, 3),
            new Fence(1, false, 12),
            new Fence(1, true, 4),
            new Fence(2, false, 1),
            new Fence(10, false, 0));

    @Test
    void aLaterClaimRefusesAnEarlierTheWayBackTheWayForthAndALaterVersionAnEarlier() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                assertThat(ASCENDING.get(i).refuses(ASCENDING.get(j))).isEqualTo(i > j);
            }
        }
    }

    @Test
    void aLaterVersionAloneNeedNotBeWrittenEverywhere() {
        assertThat(new Fence(1, false, 3).isBehind(new Fence(1, false, 12))).isFalse();
        assertThat(new Fence(1, false, 3).isBehind(new Fence(1, true, 3))).isTrue();
        assertThat(new Fence(1, true, 3).isBehind(new Fence(2, false, 1))).isTrue();
        assertThat(new Fence(2, false, 1).isBehind(new Fence(1, true, 9))).isFalse();
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(ASCENDING)
                .allSatisfy(fence -> assertThat(Fence.parse(fence.toString())).isEqualTo(fence));
        assertThat(new Fence(7, true, 12)).hasToString("7.back.12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "7.12", "7.aside.12", "-7.back.12", "7.back.12 ", "99999999999999999999.back.1"})
    void whatSomebodyElseWroteThereKeepsNobodyOut(String text) {
        assertThat(Fence.parse(text)).isEqualTo(Fence.NONE);
    }
}
