package dev.slipway.notify.domain;

import static dev.slipway.notify.Happenings.NOON;
import static dev.slipway.notify.Happenings.envelope;
import static dev.slipway.notify.Happenings.happened;
import static dev.slipway.notify.Happenings.requested;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ApprovalRequested;
import dev.slipway.events.Binding;
import dev.slipway.events.BuildEvents;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.CanaryResumed;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeadLetterResent;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.Digest;
import dev.slipway.events.Event;
import dev.slipway.events.EventId;
import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.GateWaived;
import dev.slipway.events.MetricResult;
import dev.slipway.events.NotificationFailed;
import dev.slipway.events.NotificationSent;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import dev.slipway.events.Topic;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.UnknownEvent;
import dev.slipway.events.WatchPassed;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class MessagesTest {
    private static final Binding BINDING = new Binding(List.of(), "r");
    private static final ComponentState WEB = new ComponentState("web", "v1.2.2", "web:1", true, null);
    private static final ComponentState SICK = new ComponentState("pay", "v1.2.3", "pay:1", false, "0 of 2 ready");
    private static final MetricResult BREACH =
            new MetricResult("error-rate", "pay", 0.05, 0.001, "max 0.01", 240, MetricResult.Verdict.BREACHED);

    static final List<Arguments> LINES = List.of(
            line(requested("shop-v1.2.3").event(), "minor release requested by ada"),
            line(
                    new EvidenceRecorded(
                            "unit-tests",
                            "junit",
                            null,
                            "0a1b",
                            Map.of(),
                            new Digest("sha256:" + "0a".repeat(32)),
                            Actor.ci("ci"),
                            NOON),
                    "evidence of unit-tests recorded"),
            line(
                    new ApprovalRequested("approval", List.of("OWNER", "RELEASE_APPROVER"), 2, BINDING, null),
                    "waits for 2 approvals by OWNER or RELEASE_APPROVER"),
            line(
                    new ApprovalRequested("approval", List.of("OWNER"), 1, BINDING, null),
                    "waits for 1 approval by OWNER"),
            line(approval(ApprovalGiven.Verdict.APPROVED, null, "looks good"), "approved: grace: looks good"),
            line(
                    approval(ApprovalGiven.Verdict.REFUSED, ApprovalGiven.Refusal.MISSING_ROLE, null),
                    "refused (missing-role): grace"),
            line(new GateWaived("window", "grace", "cannot wait"), "gate window waived by grace: cannot wait"),
            line(new GatePassed(GatePhase.ENTRY, null, List.of(), List.of(), "r"), "entry gates passed"),
            line(
                    new GateFailed(
                            GatePhase.VERIFICATION, "smoke", GateFailed.Cause.TIMED_OUT, "503, not 200", "block"),
                    "gate smoke failed (timed-out): 503, not 200"),
            line(new DeploymentStarted("prod-eu", Scope.FULL, List.of(), List.of()), "deployment to prod-eu started"),
            line(
                    new DeploymentSucceeded("prod-eu", Scope.CANARY, List.of(), Duration.ofMillis(4_200), 3L),
                    "deployed to prod-eu (canary) in 4.2 s"),
            line(
                    new DeploymentFailed("prod-eu", Scope.FULL, DeploymentFailed.Cause.CRASH_LOOP, "pay", "exit 1"),
                    "deployment to prod-eu failed (crash-loop): pay: exit 1"),
            line(
                    new DeploymentFailed("prod-eu", Scope.FULL, DeploymentFailed.Cause.REFUSED, null, "forbidden"),
                    "deployment to prod-eu failed (refused): forbidden"),
            line(new TrafficShiftRequested("prod-eu", 1, 50), "traffic to be shifted to 50 %"),
            line(new TrafficShifted("prod-eu", 1, 50, List.of("api")), "50 % of the traffic"),
            line(new CanaryMeasured("prod-eu", 0, 10, NOON, NOON, List.of(BREACH)), "canary measured at 10 %"),
            line(
                    new CanaryPaused("prod-eu", 0, 10, CanaryPaused.Cause.NO_DATA, "3 intervals"),
                    "canary paused at 10 % (no-data): 3 intervals"),
            line(new CanaryResumed("prod-eu", 0, "grace", null), "canary resumed by grace"),
            line(new CanaryHealthy("prod-eu", 96), "canary is healthy after 96 measurements"),
            line(rollback(RollbackTriggered.Cause.METRIC, BREACH), "ROLLBACK (metric): too many errors"),
            line(rollback(RollbackTriggered.Cause.PERSON, null), "ROLLBACK (person): too many errors"),
            line(
                    new RollbackCompleted("prod-eu", List.of(WEB, SICK), Duration.ofMillis(150), 3L),
                    "rolled back in 0.2 s: web v1.2.2, pay v1.2.3 (not healthy)"),
            line(
                    new RollbackFailed("prod-eu", "the API server refused", List.of(SICK), 3L),
                    "ROLLBACK FAILED, somebody has to look: the API server refused; pay v1.2.3 (not healthy)"),
            line(new RollbackCompleted("prod-eu", List.of(), Duration.ofMillis(150), null), "rolled back in 0.2 s"),
            line(
                    new RollbackFailed("prod-eu", "v9 holds it", List.of(), null),
                    "ROLLBACK FAILED, somebody has to look: v9 holds it"),
            line(new WatchPassed("prod-eu", 30), "the watch after promotion ended well"),
            line(new ReleaseCompleted(Duration.ofSeconds(90)), "completed after 90.0 s"),
            line(new ReleaseStopped(ReleaseStopped.Outcome.ROLLED_BACK, "errors"), "rolled-back: errors"),
            line(new BuildEvents(Map.of()), "build event"),
            line(new NotificationSent(new EventId("e"), "slack:#a", null), "told slack:#a"),
            line(
                    new DeadLetterResent(
                            new EventId("GatePassed.dlt/0/17"),
                            "GatePassed",
                            "deploy-service",
                            "ada",
                            null,
                            "it is mended"),
                    "dead letter GatePassed.dlt/0/17 resent by ada: it is mended"),
            line(new NotificationFailed(new EventId("e"), "slack:#a", "gone", 3), "could not tell slack:#a: gone"),
            line(new Checkpoints("log", 42, "root", "note"), "log signed at size 42"),
            line(new UnknownEvent("FromTheFuture", "{}"), "FromTheFuture"));

    private static Arguments line(Event event, String expected) {
        return Arguments.argumentSet(event.getClass().getSimpleName() + ": " + expected, event, expected);
    }

    private static ApprovalGiven approval(
            ApprovalGiven.Verdict verdict, ApprovalGiven.@Nullable Refusal refusal, @Nullable String reason) {
        return new ApprovalGiven("approval", verdict, "grace", List.of(), BINDING, refusal, reason);
    }

    private static RollbackTriggered rollback(RollbackTriggered.Cause cause, @Nullable MetricResult breach) {
        return new RollbackTriggered("prod-eu", cause, "too many errors", breach, "v1.2.2", NOON);
    }

    @ParameterizedTest
    @FieldSource("LINES")
    void eachEventIsOneLine(Event event, String expected) {
        assertThat(Messages.text(happened("e1", event), null)).isEqualTo("shop v1.2.3, production: " + expected);
    }

    @Test
    void noEventIsLeftOut() {
        assertThat(LINES.stream()
                        .map(line -> ((Event) Objects.requireNonNull(line.get()[0]))
                                .getClass()
                                .getSimpleName()))
                .containsAll(Stream.of(Topic.values()).map(Topic::topicName).toList());
    }

    @Test
    void withoutAStageItSpeaksOfTheReleaseOnly() {
        assertThat(Messages.text(envelope("shop-v1.2.3", "e1", null, new WatchPassed("prod-eu", 3)), null))
                .isEqualTo("shop v1.2.3: the watch after promotion ended well");
    }

    @Test
    void linesOfAReasonBecomeOne() {
        var waived = new GateWaived("window", "grace", "first\r\n  second\n\nthird");

        assertThat(Messages.text(happened("e1", waived), null)).endsWith("waived by grace: first second third");
    }

    @Test
    void whatIsTooLongIsCut() {
        var stopped = new ReleaseStopped(ReleaseStopped.Outcome.FAILED, "x".repeat(5_000));

        assertThat(Messages.text(happened("e1", stopped), null)).hasSize(2_000).endsWith("xx…");
    }

    @Test
    void whatIsCutIsNotCutInTheMiddleOfACharacter() {
        String start = "shop v1.2.3, production: failed: ";
        String odd = "x".repeat(2_000 - start.length() - 2);
        var stopped = new ReleaseStopped(ReleaseStopped.Outcome.FAILED, odd + "😀 and more");

        assertThat(Messages.text(happened("e1", stopped), null)).isEqualTo(start + odd + "…");
    }

    @Test
    void whereALinkBaseIsGivenItLinksToTheRelease() {
        var link = URI.create("https://slipway.example/console?release=");

        assertThat(Messages.text(envelope("shop-v1.2.3+7", "e1", null, new WatchPassed("prod-eu", 3)), link))
                .isEqualTo("shop v1.2.3+7: the watch after promotion ended well"
                        + " https://slipway.example/console?release=shop-v1.2.3%2B7");
    }

    @Test
    void deadLettersAreCountedAndTheFirstIsNamed() {
        assertThat(Messages.deadLetters(1, "GatePassed/3/17", "deploy-service", "no JSON\nat line 1"))
                .isEqualTo("DEAD LETTER: deploy-service could not handle GatePassed/3/17: no JSON at line 1");
        assertThat(Messages.deadLetters(40, "GatePassed/3/17", "deploy-service", "no JSON"))
                .isEqualTo("40 DEAD LETTERS, the first: deploy-service could not handle GatePassed/3/17: no JSON");
    }
}
