package dev.slipway.service.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.service.aggregate.AggregateStore.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Backlog backlog = new Backlog();

    @Test
    void whatIsToComeAndWhatIsInHandIsNotLate() {
        backlog.look(
                List.of(
                        new Due("in hand", NOON.minus(Backlog.GRACE)),
                        new Due("now", NOON),
                        new Due("soon", NOON.plusSeconds(9))),
                NOON);

        assertThat(backlog.overdue()).isZero();
        assertThat(backlog.lateness(NOON)).isZero();
        assertThat(backlog.outboxAge(NOON)).isZero();
    }

    @Test
    void whatIsLateIsCountedAndTheLatestGetsLaterWhileNobodyLooks() {
        backlog.look(List.of(new Due("a", NOON.minusSeconds(90)), new Due("b", NOON.minusSeconds(60))), NOON);

        assertThat(backlog.overdue()).isEqualTo(2);
        assertThat(backlog.lateness(NOON)).isEqualTo(Duration.ofSeconds(90));
        assertThat(backlog.lateness(NOON.plusSeconds(30))).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void itIsBlindFromALookThatFailedToTheNextOne() {
        backlog.look(List.of(new Due("a", NOON.minusSeconds(90))), NOON);
        assertThat(backlog.isBlind()).isFalse();

        backlog.lookFailed();
        assertThat(backlog.isBlind()).isTrue();
        assertThat(backlog.overdue()).as("what was late still is").isOne();

        backlog.look(List.of(), NOON);
        assertThat(backlog.isBlind()).isFalse();
    }

    @Test
    void anOutboxIsAsOldAsTheFirstOfTheLooksThatFoundItFull() {
        Due full = new Due("a", Instant.EPOCH);
        backlog.look(List.of(full), NOON);
        backlog.look(List.of(full, new Due("b", Instant.EPOCH)), NOON.plusSeconds(5));
        assertThat(backlog.outboxAge(NOON.plusSeconds(10))).isEqualTo(Duration.ofSeconds(10));
        assertThat(backlog.overdue()).as("no timer").isZero();

        backlog.look(List.of(), NOON.plusSeconds(15));
        assertThat(backlog.outboxAge(NOON.plusSeconds(20))).isZero();

        backlog.look(List.of(full), NOON.plusSeconds(20));
        assertThat(backlog.outboxAge(NOON.plusSeconds(21))).isEqualTo(Duration.ofSeconds(1));
    }
}
