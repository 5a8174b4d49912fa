package dev.slipway.notify.application;

import static dev.slipway.notify.Happenings.NOON;
import static dev.slipway.notify.Happenings.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;
import dev.slipway.notify.domain.Notices;
import dev.slipway.notify.domain.NotifyPolicy;
import dev.slipway.notify.domain.Signal;
import dev.slipway.service.aggregate.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NotifyBehaviourTest {
    private final FakeChannel slack = new FakeChannel("slack", "#releases");
    private final FakeChannel webhook = new FakeChannel("webhook", "ci");
    private final NotifyBehaviour behaviour = behaviour(slack, webhook);

    @Test
    void sendsTheFirstDueMessageOfEachChannel() {
        Delivery first = message("slack:#releases", "e1", NOON);
        Delivery second = message("slack:#releases", "e2", NOON);
        Delivery elsewhere = message("webhook:ci", "e1", NOON);

        Signal tried = behaviour.work(turn(routed(first, second, elsewhere)));

        assertThat(tried)
                .isEqualTo(new Signal.Tried(List.of(
                        new Attempt(first, new Attempt.Result.Sent("message-1")),
                        new Attempt(elsewhere, new Attempt.Result.Sent("message-1")))));
    }

    @Test
    void aMessageWaitsForTheOneBeforeIt() {
        Delivery first = message("slack:#releases", "e1", NOON.plusSeconds(8));
        Delivery second = message("slack:#releases", "e2", NOON);

        assertThat(behaviour.work(turn(routed(first, second)))).isEqualTo(new Signal.Tried(List.of()));
        assertThat(slack.arrived()).isEmpty();
    }

    @Test
    void aKindThatDoesNotExistIsNoChannel() {
        Delivery pigeon = message("pigeon:coo", "e1", NOON);

        assertThat(behaviour.work(turn(routed(pigeon))))
                .isEqualTo(new Signal.Tried(List.of(new Attempt(
                        pigeon,
                        new Attempt.Result.NoChannel(
                                "no channel of kind 'pigeon' is configured; there are [slack, webhook]")))));
    }

    @Test
    @Timeout(10)
    void channelsThatAreSlowDoNotWaitForEachOther() {
        var both = new CountDownLatch(2);
        var meeting = behaviour(new Meeting("one", both), new Meeting("two", both));

        meeting.work(turn(routed(message("one:a", "e1", NOON), message("two:a", "e1", NOON))));

        assertThat(both.getCount()).isZero();
    }

    /** Returns once all have come: one after the other, they never would. */
    private record Meeting(String kind, CountDownLatch all) implements Channel {
        @Override
        public Attempt.Result send(String name, Delivery delivery, String release) {
            all.countDown();
            try {
                all.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Attempt.Result.Sent(null);
        }
    }

    private static NotifyBehaviour behaviour(Channel... channels) {
        return new NotifyBehaviour(new NotifyPolicy(null), new Channels(List.of(channels)));
    }

    private static Delivery message(String channel, String about, Instant due) {
        return new Delivery(channel, new EventId(about), "CanaryHealthy", "production", "well", 0, due);
    }

    private static Turn<Notices> turn(Notices state) {
        return new Turn<>(RELEASE, 1, state, NOON);
    }

    private static Notices.Routed routed(Delivery... pending) {
        return new Notices.Routed(new ReleaseId(RELEASE), "shop", "v1.2.3", List.of(), List.of(pending), Set.of(), 0);
    }
}
