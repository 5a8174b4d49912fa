package dev.slipway.notify.domain;

import static dev.slipway.notify.Happenings.NOON;
import static dev.slipway.notify.Happenings.RELEASE;
import static dev.slipway.notify.Happenings.happened;
import static dev.slipway.notify.Happenings.requested;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.NotificationFailed;
import dev.slipway.events.NotificationSent;
import dev.slipway.events.NotifyRoute;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.WatchPassed;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class NotifyPolicyTest {
    private static final String SLACK = "slack:#releases";
    private static final NotifyRoute ALL = new NotifyRoute(SLACK, List.of());
    private static final CanaryHealthy HEALTHY = new CanaryHealthy("production", 3);
    private static final Delivery FIRST = message(SLACK, "e1");
    private static final Delivery SECOND = message(SLACK, "e2");
    private static final Delivery ELSEWHERE = message("webhook:ci", "e1");

    private final NotifyPolicy policy = new NotifyPolicy(null);

    /** Every state by every signal. */
    static final List<Arguments> TRANSITIONS = List.of(
            Arguments.argumentSet(
                    "unknown, requested: routed, and the request is the first message",
                    new Notices.Unknown(RELEASE),
                    new Signal.Happened(requested(RELEASE, ALL)),
                    Decision.become(
                            routed(List.of(new Delivery(
                                    SLACK,
                                    new EventId(RELEASE + "/requested"),
                                    "ReleaseRequested",
                                    "",
                                    "shop v1.2.3: minor release requested by ada",
                                    0,
                                    NOON))),
                            NOON)),
            Arguments.argumentSet(
                    "unknown, anything else: early",
                    new Notices.Unknown(RELEASE),
                    new Signal.Happened(happened("e1", HEALTHY)),
                    Decision.early("the release's request, which says who wants to know")),
            Arguments.argumentSet(
                    "unknown, tried: ignored",
                    new Notices.Unknown(RELEASE),
                    new Signal.Tried(List.of()),
                    Decision.ignore("nothing was to be told about " + RELEASE)),
            Arguments.argumentSet(
                    "routed, wanted: pending, due now",
                    routed(List.of()),
                    new Signal.Happened(happened("e1", HEALTHY)),
                    Decision.become(routed(List.of(FIRST)), NOON)),
            Arguments.argumentSet(
                    "routed, not wanted: ignored",
                    routed(List.of(FIRST)),
                    new Signal.Happened(happened("e2", new TrafficShifted("production", 0, 10, List.of()))),
                    Decision.ignore("nobody wants to know of TrafficShifted")),
            Arguments.argumentSet(
                    "routed, sent: gone and said",
                    routed(List.of(FIRST)),
                    tried(FIRST, new Attempt.Result.Sent("1716.1")),
                    Decision.become(
                            routed(List.of(), Set.of(), 1),
                            null,
                            said(new NotificationSent(FIRST.about(), SLACK, "1716.1")))),
            Arguments.argumentSet(
                    "routed, failed: again after a second",
                    routed(List.of(FIRST)),
                    tried(FIRST, new Attempt.Result.Failed("500", null)),
                    Decision.become(routed(List.of(FIRST.again(NOON.plusSeconds(1)))), NOON.plusSeconds(1))),
            Arguments.argumentSet(
                    "routed, failed with Retry-After: again when the receiver says",
                    routed(List.of(FIRST)),
                    tried(FIRST, new Attempt.Result.Failed("429", Duration.ofSeconds(42))),
                    Decision.become(routed(List.of(FIRST.again(NOON.plusSeconds(42)))), NOON.plusSeconds(42))),
            Arguments.argumentSet(
                    "routed, resting: later, and no try",
                    routed(List.of(FIRST)),
                    tried(FIRST, new Attempt.Result.Resting(Duration.ofMillis(300))),
                    Decision.become(routed(List.of(FIRST.later(NOON.plusMillis(300)))), NOON.plusMillis(300))),
            Arguments.argumentSet(
                    "routed, refused: final",
                    routed(List.of(FIRST)),
                    tried(FIRST, new Attempt.Result.Refused("channel_not_found")),
                    Decision.become(
                            routed(List.of()),
                            null,
                            said(new NotificationFailed(FIRST.about(), SLACK, "channel_not_found", 1)))),
            Arguments.argumentSet(
                    "routed, no channel: said once, all of the channel's messages dropped",
                    routed(List.of(FIRST, ELSEWHERE, SECOND)),
                    tried(FIRST, new Attempt.Result.NoChannel("no token")),
                    Decision.become(
                            routed(List.of(ELSEWHERE), Set.of(SLACK), 0),
                            NOON,
                            said(new NotificationFailed(
                                    FIRST.about(), SLACK, "no token; nothing more of this release goes there", 1)))),
            Arguments.argumentSet(
                    "routed with a missing channel, wanted: ignored",
                    routed(List.of(), Set.of(SLACK), 0),
                    new Signal.Happened(happened("e2", HEALTHY)),
                    Decision.ignore("nobody wants to know of CanaryHealthy")),
            Arguments.argumentSet(
                    "routed, tried what another instance has decided on: nothing changes",
                    routed(List.of(SECOND)),
                    tried(FIRST, new Attempt.Result.Sent("1716.1")),
                    Decision.become(routed(List.of(SECOND)), NOON)),
            Arguments.argumentSet(
                    "routed, several channels at once: each as it went",
                    routed(List.of(FIRST, ELSEWHERE)),
                    new Signal.Tried(List.of(
                            new Attempt(FIRST, new Attempt.Result.Failed("500", null)),
                            new Attempt(ELSEWHERE, new Attempt.Result.Sent(null)))),
                    Decision.become(
                            routed(List.of(FIRST.again(NOON.plusSeconds(1))), Set.of(), 1),
                            NOON.plusSeconds(1),
                            said(new NotificationSent(ELSEWHERE.about(), "webhook:ci", null)))));

    @ParameterizedTest
    @FieldSource("TRANSITIONS")
    void decides(Notices before, Signal signal, Decision<Notices> expected) {
        assertThat(policy.decide(before, signal, NOON)).isEqualTo(expected);
    }

    static final List<Arguments> CHATTY = List.of(
            Arguments.argumentSet("GatePassed", new GatePassed(GatePhase.ENTRY, null, List.of(), List.of(), "r")),
            Arguments.argumentSet("TrafficShiftRequested", new TrafficShiftRequested("production", 0, 10)),
            Arguments.argumentSet("TrafficShifted", new TrafficShifted("production", 0, 10, List.of())),
            Arguments.argumentSet("CanaryMeasured", new CanaryMeasured("production", 0, 10, NOON, NOON, List.of())));

    @ParameterizedTest
    @FieldSource("CHATTY")
    void theChattyOnesAreToldOnlyToWhomAsksForThem(Event event) {
        EventEnvelope envelope = happened("e1", event);

        assertThat(NotifyPolicy.wants(ALL, envelope)).isFalse();
        assertThat(NotifyPolicy.wants(new NotifyRoute(SLACK, List.of(envelope.type())), envelope))
                .isTrue();
    }

    @Test
    void whoAsksForSomeEventsHearsOfNoOthers() {
        NotifyRoute completed = new NotifyRoute(SLACK, List.of("ReleaseCompleted"));

        assertThat(NotifyPolicy.wants(completed, happened("e1", new ReleaseCompleted(Duration.ofSeconds(1)))))
                .isTrue();
        assertThat(NotifyPolicy.wants(completed, happened("e1", new WatchPassed("production", 1))))
                .isFalse();
    }

    @Test
    void aChannelThatTwoRoutesLeadToIsToldOnce() {
        NotifyRoute again = new NotifyRoute(SLACK, List.of("CanaryHealthy"));
        NotifyRoute other = new NotifyRoute("webhook:ci", List.of());
        Notices before = with(List.of(ALL, again, other), List.of(), Set.of(), 0);

        assertThat(pending(policy.decide(before, new Signal.Happened(happened("e1", HEALTHY)), NOON)))
                .containsExactly(FIRST, ELSEWHERE);
    }

    @ParameterizedTest(name = "after {0} failures again in {1} s")
    @CsvSource({"0, 1", "1, 2", "2, 4", "3, 8", "4, 16", "5, 32", "6, 64", "7, 128", "8, 256", "9, 300", "10, 300"})
    void waitsTwiceAsLongAfterEachFailure(int tries, long seconds) {
        Delivery delivery = failedBefore(tries);

        assertThat(pending(policy.decide(
                        routed(List.of(delivery)), tried(delivery, new Attempt.Result.Failed("500", null)), NOON)))
                .containsExactly(delivery.again(NOON.plusSeconds(seconds)));
    }

    @Test
    void givesUpAfterTheMostTriesAndSaysSo() {
        Delivery delivery = failedBefore(NotifyPolicy.MOST_TRIES - 1);

        assertThat(policy.decide(
                        routed(List.of(delivery, SECOND)),
                        tried(delivery, new Attempt.Result.Failed("500", Duration.ofSeconds(9))),
                        NOON))
                .isEqualTo(Decision.become(
                        routed(List.of(SECOND)),
                        NOON,
                        said(new NotificationFailed(delivery.about(), SLACK, "500", NotifyPolicy.MOST_TRIES))));
    }

    @Test
    void aChannelsMessagesWaitForTheFirstOfThem() {
        Delivery later = FIRST.again(NOON.plusSeconds(8));
        Notices.Routed before = routed(List.of(later));

        Decision<Notices> decision = policy.decide(before, new Signal.Happened(happened("e2", HEALTHY)), NOON);

        assertThat(decision).isEqualTo(Decision.become(routed(List.of(later, SECOND)), NOON.plusSeconds(8)));
        assertThat(routed(List.of(later, SECOND, ELSEWHERE)).next()).containsExactly(later, ELSEWHERE);
    }

    private static List<Delivery> pending(Decision<Notices> decision) {
        assertThat(decision).isInstanceOf(Decision.Become.class);
        return ((Notices.Routed) ((Decision.Become<Notices>) decision).state()).pending();
    }

    private static Delivery failedBefore(int tries) {
        Delivery delivery = FIRST;
        for (int i = 0; i < tries; i++) {
            delivery = delivery.again(NOON);
        }
        return delivery;
    }

    private static Delivery message(String channel, String about) {
        return new Delivery(
                channel,
                new EventId(about),
                "CanaryHealthy",
                "production",
                "shop v1.2.3, production: canary is healthy after 3 measurements",
                0,
                NOON);
    }

    private static Signal tried(Delivery delivery, Attempt.Result result) {
        return new Signal.Tried(List.of(new Attempt(delivery, result)));
    }

    private static Said said(Event event) {
        return Said.of(event, "production");
    }

    private static Notices.Routed routed(List<Delivery> pending) {
        return routed(pending, Set.of(), 0);
    }

    private static Notices.Routed routed(List<Delivery> pending, Set<String> missing, int sent) {
        return with(List.of(ALL), pending, missing, sent);
    }

    private static Notices.Routed with(
            List<NotifyRoute> routes, List<Delivery> pending, Set<String> missing, int sent) {
        return new Notices.Routed(new ReleaseId(RELEASE), "shop", "v1.2.3", routes, pending, missing, sent);
    }
}
