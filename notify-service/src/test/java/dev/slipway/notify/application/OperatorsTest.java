package dev.slipway.notify.application;

import static dev.slipway.notify.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.EventId;
import dev.slipway.notify.Log;
import dev.slipway.notify.domain.Delivery;
import dev.slipway.service.messaging.DeadLetter;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorsTest {
    private static final DeadLetter FIRST = letter("GatePassed/3/17", 0);
    private static final DeadLetter SECOND = letter("GatePassed/3/18", 1);

    private final FakeChannel slack = new FakeChannel("slack", "#operators");
    private final Operators operators = operators("slack:#operators");

    private static DeadLetter letter(String source, long offset) {
        return new DeadLetter(
                source,
                "deploy-service",
                "no JSON",
                new DeadLetter.Kept("GatePassed.dlt", 0, offset, NOON, "shop-v1", 0, null, null));
    }

    private Operators operators(String route) {
        return new Operators(route, new Channels(List.of(slack)), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @Test
    void whatCameTogetherIsOneNotice() {
        operators.tell(List.of(FIRST, SECOND));

        assertThat(slack.arrived())
                .containsExactly(new Delivery(
                        "slack:#operators",
                        new EventId("dead-letter/GatePassed/3/17/deploy-service"),
                        "DeadLetter",
                        "",
                        "2 DEAD LETTERS, the first: deploy-service could not handle GatePassed/3/17: no JSON",
                        0,
                        NOON));
    }

    @Test
    void whileTheReceiverIsAwayTheyComeAgain() {
        slack.in(ChannelContract.Mood.BROKEN);

        assertThatThrownBy(() -> operators.tell(List.of(FIRST))).hasMessageContainingAll("slack:#operators", "BROKEN");
    }

    @Test
    void aRefusalHoldsUpNothingAndIsLogged() {
        slack.in(ChannelContract.Mood.REFUSING);

        try (Log log = new Log()) {
            operators.tell(List.of(FIRST));
            operators("pigeon:coo").tell(List.of(FIRST));

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("slipway.notify.operators"))
                    .hasSize(2);
        }
    }
}
