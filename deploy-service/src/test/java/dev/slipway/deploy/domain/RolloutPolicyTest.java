package dev.slipway.deploy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.Event;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.codec.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes of work, and the rules that have a value in them. */
class RolloutPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Long CLAIM = States.STAY.claim();
    private static final List<ComponentState> OLD = States.BEFORE.states();
    private static final Progress.Done DONE = new Progress.Done(OLD);
    private static final Progress.NotYet NOT_YET = new Progress.NotYet("cart", "0 of 2 available", OLD);
    private static final Progress.Broken BROKEN =
            new Progress.Broken(DeploymentFailed.Cause.CRASH_LOOP, "cart", "exit code 1", OLD);

    @Test
    void aGateCountsOnlyForTheDigestsThatWereRequested() {
        Signal.EntryPassed other = new Signal.EntryPassed(
                "production", "production", Examples.request("v1.2.4").artifacts(), "revision-1");

        assertThat(decide(new Rollout.Idle(States.DOSSIER), other))
                .satisfies(decision -> refused(decision, "request the release again"));
    }

    @Test
    void aGateCountsOnlyForThePipelineRevisionThatWasRequested() {
        Signal.EntryPassed other =
                new Signal.EntryPassed("production", "production", States.REQUEST.artifacts(), "revision-2");

        assertThat(decide(new Rollout.Idle(States.DOSSIER), other))
                .satisfies(decision -> refused(decision, "revision-2"));
    }

    @Test
    void aStageThatIsNotInThePlanIsNotEntered() {
        assertThat(decide(new Rollout.Idle(States.DOSSIER), States.passed("moon")))
                .satisfies(decision -> refused(decision, "no stage 'moon'"));
    }

    @Test
    void theGateOfALaterStageWaitsForTheEndOfThisOne() {
        assertThat(decide(States.deploying(), States.passed("staging"))).isInstanceOf(Decision.Early.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "15, 1500", "100, 10000", "100000, 30000"})
    void aHeldEnvironmentIsAskedForAgainTheLongerItWaitsTheMoreSeldom(long seconds, long millis) {
        Rollout.Claiming state = States.claiming();
        Instant then = state.since().plusSeconds(seconds);
        Signal held = new Signal.ClaimAnswered(state, new Claim.HeldBy("shop-v9", States.BEFORE, null, false));

        assertThat(RolloutPolicy.decide(state, held, then)).isEqualTo(Decision.become(state, then.plusMillis(millis)));
    }

    @Test
    void aWonEnvironmentIsSaidToBeTouchedBeforeItIs() {
        Rollout.Claiming state = States.claiming();

        assertThat(decide(state, new Signal.ClaimAnswered(state, new Claim.Won(States.BEFORE, false, 1))))
                .isEqualTo(Decision.become(
                        new Rollout.Deploying(States.DOSSIER, States.STAY, null),
                        NOW,
                        said(new DeploymentStarted("production", Scope.CANARY, States.REQUEST.artifacts(), OLD))));
    }

    @Test
    void whatRunsAlreadyIsNotBroughtAgainAndThatIsSaid() {
        Rollout.Claiming state = States.claiming();
        Occupancy same = Occupancy.of(States.REQUEST.installed(), States.SINCE);

        Decision<Rollout> decision = decide(state, new Signal.ClaimAnswered(state, new Claim.Won(same, false, 7)));

        assertThat(events(decision))
                .containsExactly(
                        new DeploymentStarted("production", Scope.CANARY, States.REQUEST.artifacts(), same.states()),
                        new DeploymentSucceeded("production", Scope.FULL, same.states(), TEN_SECONDS, 7L));
        assertThat(state(decision)).isInstanceOf(Rollout.Idle.class);
    }

    @Test
    void aMissingTargetFailsBeforeAnythingIsTouched() {
        Rollout.Claiming state = States.claiming();

        assertThat(decide(
                        state,
                        new Signal.ClaimAnswered(
                                state, new Claim.Missing("cart", "Deployment cart is not there", List.of(), false, 1))))
                .isEqualTo(Decision.become(
                        new Rollout.Halted(States.DOSSIER),
                        null,
                        said(new DeploymentFailed(
                                "production",
                                Scope.CANARY,
                                DeploymentFailed.Cause.MISSING_TARGET,
                                "cart",
                                "Deployment cart is not there"))));
    }

    static List<Rollout.Underway> underway() {
        return List.of(
                States.deploying(),
                States.shifting(),
                States.promoting(),
                States.takingTrafficBack(null),
                States.restoring());
    }

    @ParameterizedTest
    @MethodSource("underway")
    void whatIsNotYetSoIsLookedAtAgain(Rollout.Underway state) {
        Decision<Rollout> decision = decide(state, new Signal.Progressed(state, NOT_YET, NOW));

        assertThat(decision).isEqualTo(Decision.become(state, NOW.plusSeconds(1)));
    }

    /** Whoever stood still for hours before the first look has not waited for the cluster. */
    @ParameterizedTest
    @MethodSource("underway")
    void itsTimeBeginsWhenItWasFirstSeenNotToBeSo(Rollout.Underway state) {
        Rollout.Underway waiting = state.waiting(NOW);

        Instant longBefore = NOW.minus(Duration.ofHours(3));

        assertThat(RolloutPolicy.decide(unseen(state), new Signal.Progressed(unseen(state), NOT_YET, longBefore), NOW))
                .isEqualTo(Decision.become(waiting, NOW.plusMillis(200)));
    }

    /** It stood still in the middle of a look, and what it saw is old: it looks once more before it gives up. */
    @ParameterizedTest
    @MethodSource("underway")
    void whatWasSeenBeforeTheLimitEndsNothingBehindIt(Rollout.Underway state) {
        Instant looked = States.SINCE.plusMillis(400);
        Instant hoursLater = looked.plus(Duration.ofHours(3));

        assertThat(RolloutPolicy.decide(state, new Signal.Progressed(state, NOT_YET, looked), hoursLater))
                .isEqualTo(Decision.become(state, hoursLater.plusSeconds(1)));
    }

    private static Rollout.Underway unseen(Rollout.Underway state) {
        return switch (state) {
            case Rollout.Deploying(var dossier, var stay, var _) -> new Rollout.Deploying(dossier, stay, null);
            case Rollout.Shifting(var dossier, var stay, var step, var weight, var _) ->
                new Rollout.Shifting(dossier, stay, step, weight, null);
            case Rollout.Promoting(var dossier, var stay, var _) -> new Rollout.Promoting(dossier, stay, null);
            case Rollout.TakingTrafficBack(var dossier, var way, var _) ->
                new Rollout.TakingTrafficBack(dossier, way, null);
            case Rollout.Restoring(var dossier, var way, var goal, var _) ->
                new Rollout.Restoring(dossier, way, goal, null);
        };
    }

    @ParameterizedTest
    @MethodSource("underway")
    void aResultForAStateThatIsNoMoreIsNobodys(Rollout.Underway state) {
        for (Rollout other : States.all().values()) {
            if (!other.equals(state)) {
                assertThat(decide(other, new Signal.Progressed(state, DONE, NOW)))
                        .isInstanceOf(Decision.Ignore.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("underway")
    void patienceEndsWithTheReadinessLimit(Rollout.Underway state) {
        Instant limit = States.SINCE.plus(Examples.READY_WITHIN);

        Decision<Rollout> decision = RolloutPolicy.decide(state, new Signal.Progressed(state, NOT_YET, limit), limit);

        assertThat(events(decision)).singleElement().satisfies(event -> {
            switch (event) {
                case DeploymentFailed failed -> {
                    assertThat(failed.cause()).isEqualTo(DeploymentFailed.Cause.NEVER_READY);
                    assertThat(failed.detail()).contains("PT30S").contains("0 of 2 available");
                }
                case RollbackFailed failed ->
                    assertThat(failed.detail()).contains("cart").contains("0 of 2 available");
                default -> throw new AssertionError(event);
            }
        });
    }

    @Test
    void aCanaryThatIsReadyIsSaidToBe() {
        Rollout.Deploying state = States.deploying();

        assertThat(decide(state, new Signal.Progressed(state, DONE, NOW)))
                .isEqualTo(Decision.become(
                        States.serving(0),
                        null,
                        said(new DeploymentSucceeded("production", Scope.CANARY, OLD, TEN_SECONDS, CLAIM))));
    }

    @Test
    void aShiftThatWasReadBackIsSaidWithItsRoutes() {
        Rollout.Shifting state = States.shifting();

        assertThat(decide(state, new Signal.Progressed(state, DONE, NOW)))
                .isEqualTo(Decision.become(
                        States.serving(50),
                        null,
                        said(new TrafficShifted("production", 1, 50, List.of("web", "cart")))));
    }

    @Test
    void aShiftThatIsAskedForAgainIsConfirmedAgain() {
        assertThat(decide(States.serving(50), new Signal.ShiftAsked("production", 1, 50)))
                .isEqualTo(Decision.become(new Rollout.Shifting(States.DOSSIER, States.STAY, 1, 50, null), NOW));
    }

    @Test
    void aPromotionThatIsDoneEndsTheStage() {
        Rollout.Promoting state = States.promoting();

        assertThat(decide(state, new Signal.Progressed(state, DONE, NOW)))
                .isEqualTo(Decision.become(
                        new Rollout.Idle(States.DOSSIER.with(States.STAY)),
                        null,
                        said(new DeploymentSucceeded("production", Scope.FULL, OLD, TEN_SECONDS, CLAIM))));
    }

    @Test
    void aBrokenPromotionFailsInFull() {
        Rollout.Promoting state = States.promoting();

        assertThat(decide(state, new Signal.Progressed(state, BROKEN, NOW)))
                .isEqualTo(Decision.become(
                        new Rollout.Failed(States.DOSSIER, States.STAY),
                        null,
                        said(new DeploymentFailed(
                                "production", Scope.FULL, DeploymentFailed.Cause.CRASH_LOOP, "cart", "exit code 1"))));
    }

    @Test
    void onceTheTrafficIsBackItIsLookedUpWhatToGoBackTo() {
        Rollout.TakingTrafficBack state = States.takingTrafficBack(null);

        assertThat(state(decide(state, new Signal.Progressed(state, DONE, NOW))))
                .isEqualTo(new Rollout.LookingUp(state.dossier(), state.way()));
    }

    @Test
    void whatWasFoundIsRestored() {
        Rollout.LookingUp state = States.lookingUp();

        assertThat(state(decide(state, new Signal.VersionFound(state, States.BEFORE))))
                .isEqualTo(new Rollout.Restoring(state.dossier(), state.way(), States.BEFORE, null));
    }

    @Test
    void anUnknownVersionNamesTheKnownOnes() {
        Rollout.LookingUp state = States.lookingUp();

        assertThat(events(decide(state, new Signal.VersionUnknown(state, List.of("v1.2.2", "v1.2.1"), OLD))))
                .containsExactly(new RollbackFailed(
                        "production",
                        "version v1.0.0 has not run in production as far as is known: name one of [v1.2.2, v1.2.1]",
                        OLD.reversed(),
                        CLAIM));
    }

    @Test
    void whereNothingIsLeftToGoBackToPeopleHaveToNameAVersion() {
        var state = new Rollout.LookingUp(States.DOSSIER.with(States.STAY), States.way(null));

        assertThat(events(decide(state, new Signal.VersionUnknown(state, List.of("v1.2.3", "v1.2.2"), OLD))))
                .containsExactly(new RollbackFailed(
                        "production",
                        "whatever ran before it in production was to be taken back, too: name one of [v1.2.3, v1.2.2]",
                        OLD.reversed(),
                        CLAIM));
    }

    @Test
    void aRollbackIsReportedInTheReverseOrder() {
        Rollout.Restoring state = States.restoring();

        assertThat(decide(state, new Signal.Progressed(state, DONE, NOW)))
                .isEqualTo(Decision.become(
                        new Rollout.Halted(States.DOSSIER),
                        null,
                        said(new RollbackCompleted("production", OLD.reversed(), TEN_SECONDS, CLAIM))));
    }

    @Test
    void aReleaseThatWasStoppedMeanwhileFreesItsEnvironments() {
        Rollout stopped = state(decide(States.restoring(), new Signal.Stopped("failed: sick")));

        assertThat(stopped)
                .isInstanceOfSatisfying(
                        Rollout.Restoring.class,
                        restoring -> assertThat(state(decide(restoring, new Signal.Progressed(restoring, DONE, NOW))))
                                .isInstanceOf(Rollout.Freeing.class));
    }

    @Test
    void aRollbackToAnotherVersionWaitsForTheOneInHand() {
        Signal other = new Signal.RollbackAsked("production", States.trigger(RollbackTriggered.Cause.PERSON, "v1.0.0"));

        assertThat(decide(States.restoring(), other)).isInstanceOf(Decision.Early.class);
    }

    @Test
    void whereNothingOfTheReleaseRunsThereIsNothingToTakeBack() {
        Rollout.Reclaiming state = States.reclaiming(true, null);

        Decision<Rollout> decision =
                decide(state, new Signal.ReclaimAnswered(state, new Claim.Won(States.BEFORE, false, 4)));

        assertThat(events(decision))
                .containsExactly(new RollbackCompleted("production", OLD.reversed(), TEN_SECONDS, 4L));
        assertThat(state(decision)).isInstanceOf(Rollout.Freeing.class);
    }

    /** Its holder may have brought something else there since it was looked at. */
    @Test
    void whereAnotherReleaseHoldsTheEnvironmentItIsNotSaidWhatRuns() {
        Rollout.Reclaiming state = States.reclaiming(true, null);

        Decision<Rollout> decision = decide(
                state, new Signal.ReclaimAnswered(state, new Claim.HeldBy("shop-v9", States.BEFORE, null, false)));

        assertThat(events(decision)).containsExactly(new RollbackCompleted("production", List.of(), TEN_SECONDS, null));
        assertThat(state(decision)).isInstanceOf(Rollout.Freeing.class);
    }

    @Test
    void whereAnotherReleaseIsBeingRolledOutThatOneHasToGoBackFirst() {
        Rollout.Reclaiming state = States.reclaiming(true, null);
        Occupancy ours = Occupancy.of(States.REQUEST.installed(), States.SINCE);

        assertThat(events(decide(
                        state, new Signal.ReclaimAnswered(state, new Claim.HeldBy("shop-v9", ours, null, false)))))
                .singleElement()
                .isInstanceOfSatisfying(RollbackFailed.class, failed -> {
                    assertThat(failed.detail()).contains("shop-v9");
                    assertThat(failed.components()).isEmpty();
                    assertThat(failed.claim()).isNull();
                });
    }

    /** To the release itself, or past it: either way it leaves soon, and this one follows by itself. */
    @Test
    void whereAnotherReleaseIsBeingTakenBackItWaitsForThatToEnd() {
        Rollout.Reclaiming state = States.reclaiming(true, null);
        Occupancy ours = Occupancy.of(States.REQUEST.installed(), States.SINCE);

        assertThat(List.of(
                        new Claim.HeldBy("shop-v9", States.BEFORE, ours, false),
                        new Claim.HeldBy("shop-v9", ours, States.BEFORE, false),
                        new Claim.HeldBy("shop-v9", States.BEFORE, States.BEFORE, true)))
                .allSatisfy(claim -> assertThat(
                                RolloutPolicy.decide(state, new Signal.ReclaimAnswered(state, claim), state.since()))
                        .isEqualTo(Decision.become(state, state.since().plusSeconds(1))));
    }

    @Test
    void whereAnotherReleaseIsBeingTakenBackAndNothingOfThisOneIsInvolvedThereIsNothingToTakeBack() {
        Rollout.Reclaiming state = States.reclaiming(true, null);

        assertThat(events(decide(
                        state,
                        new Signal.ReclaimAnswered(
                                state, new Claim.HeldBy("shop-v9", States.BEFORE, States.BEFORE, false)))))
                .singleElement()
                .isInstanceOf(RollbackCompleted.class);
    }

    @Test
    void anEnvironmentThatRunsTheReleaseIsTakenBack() {
        Rollout.Reclaiming state = States.reclaiming(true, null);
        Occupancy ours = Occupancy.of(States.REQUEST.installed(), States.SINCE);

        assertThat(state(decide(state, new Signal.ReclaimAnswered(state, new Claim.Won(ours, false, 4)))))
                .isEqualTo(new Rollout.TakingTrafficBack(
                        state.dossier(), new WayBack(States.STAY.claimed(4), state.trigger(), true), null));
    }

    /** What came after it, and runs, stays: it is what the way back leads to. */
    @Test
    void aCanaryThatAFailedRollbackLeftIsTakenAwayAlone() {
        Rollout.Reclaiming state = States.reclaiming(true, null);
        Occupancy later = Occupancy.of(Examples.request("v1.3.0").installed(), States.SINCE);

        assertThat(state(decide(state, new Signal.ReclaimAnswered(state, new Claim.Won(later, true, 4)))))
                .isInstanceOfSatisfying(
                        Rollout.TakingTrafficBack.class,
                        back -> assertThat(back.stay())
                                .isEqualTo(new Stay(
                                        "production", "production", "shop-production", States.SINCE, later, 4)));
    }

    @Test
    void aCanaryIsTakenAwayThoughAnotherComponentIsMissing() {
        Rollout.Reclaiming state = States.reclaiming(true, null);

        assertThat(state(decide(
                        state,
                        new Signal.ReclaimAnswered(
                                state,
                                new Claim.Missing("web", "is not there", Examples.installed("v1.2.2"), true, 4)))))
                .isInstanceOf(Rollout.TakingTrafficBack.class);
    }

    @Test
    void aCanaryBesideAReleaseThatIsBeingRolledOutIsNotSaidToBeTakenBack() {
        Rollout.Reclaiming state = States.reclaiming(true, null);

        assertThat(events(decide(
                        state,
                        new Signal.ReclaimAnswered(state, new Claim.HeldBy("shop-v9", States.BEFORE, null, true)))))
                .singleElement()
                .isInstanceOf(RollbackFailed.class);
    }

    @Test
    void whereOnlyItsTargetIsMissingItIsSaidUnderTheClaimWhatIsThere() {
        Rollout.Reclaiming state = States.reclaiming(true, null);

        assertThat(events(decide(
                        state,
                        new Signal.ReclaimAnswered(
                                state,
                                new Claim.Missing("web", "is not there", Examples.installed("v1.2.2"), false, 4)))))
                .containsExactly(new RollbackFailed("production", "web: is not there", OLD.reversed(), 4L));
    }

    /** It was fenced off: what it says afterwards is later than what others said up to that fence. */
    @Test
    void whatWasDoneUnderAClaimBeyondAnothersIsSaidUnderThatOne() {
        Rollout.Underway state = States.restoring().claimed(10);

        assertThat(events(decide(state, new Signal.Progressed(state, DONE, NOW))))
                .containsExactly(new RollbackCompleted("production", OLD.reversed(), TEN_SECONDS, 10L));
        assertThat(events(decide(state, new Signal.Progressed(state, BROKEN, NOW))))
                .containsExactly(new RollbackFailed("production", "cart: exit code 1", OLD.reversed(), 10L));
    }

    @Test
    void everyStateIsReadAsItWasWritten() {
        Stream.concat(States.all().values().stream(), underway().stream().map(RolloutPolicyTest::unseen))
                .forEach(state ->
                        assertThat(Json.read(Json.write(state), Rollout.class)).isEqualTo(state));
    }

    private static Decision<Rollout> decide(Rollout state, Signal signal) {
        return RolloutPolicy.decide(state, signal, NOW);
    }

    private static void refused(Decision<Rollout> decision, String why) {
        assertThat(state(decision)).isEqualTo(new Rollout.Idle(States.DOSSIER));
        assertThat(events(decision)).singleElement().isInstanceOfSatisfying(DeploymentFailed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(DeploymentFailed.Cause.REFUSED);
            assertThat(failed.detail()).contains(why).contains("nothing was deployed");
        });
    }

    private static Said said(Event event) {
        return Said.of(event, "production");
    }

    private static Rollout state(Decision<Rollout> decision) {
        return decision instanceof Decision.Become<Rollout> become
                ? become.state()
                : new Rollout.Unknown("nothing became of it");
    }

    private static List<Event> events(Decision<Rollout> decision) {
        return decision instanceof Decision.Become<Rollout> become
                ? become.said().stream().map(Said::event).toList()
                : List.of();
    }
}
