package dev.slipway.gate.domain;

import static dev.slipway.gate.domain.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Refusal;
import dev.slipway.decision.Said;
import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Binding;
import dev.slipway.events.Event;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.GatePlan;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackTriggered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the table of states and signals does not show: who counts, what is said, and when. */
class ReleasePolicyTest {
    private static final Duration BUDGET_OF_STAGING = Duration.ofHours(6);
    private final ReleasePolicy policy = new ReleasePolicy(Examples.CONDITIONS);

    @Test
    void theRequesterCannotApproveAndTheAttemptIsInTheTrail() {
        Decision.Refuse<Release> refuse = refused(waitingForApproval(), Examples.approves("erin", "RELEASE_APPROVER"));

        assertThat(refuse.refusal())
                .extracting(Refusal::kind, Refusal::code)
                .containsExactly(Refusal.Kind.FORBIDDEN, "requester-is-approver");
        assertThat(refuse.said())
                .containsExactly(new Said(
                        new ApprovalGiven(
                                "approval",
                                ApprovalGiven.Verdict.REFUSED,
                                "erin",
                                List.of("RELEASE_APPROVER"),
                                Examples.dossier().binding(),
                                ApprovalGiven.Refusal.REQUESTER_IS_APPROVER,
                                null),
                        "production",
                        Actor.person("erin")));
    }

    @Test
    void whoLacksTheRoleIsRefusedAndTheAttemptIsInTheTrail() {
        Decision.Refuse<Release> refuse = refused(waitingForApproval(), Examples.approves("bob", "ENGINEER"));

        assertThat(refuse.refusal().code()).isEqualTo("missing-role");
        assertThat(refuse.said()).hasSize(1);
    }

    @Test
    void aRoleCountsHoweverItIsSpelled() {
        assertThat(become(waitingForApproval(), Examples.approves("rita", "release-approver"), NOON)
                        .state())
                .isInstanceOfSatisfying(
                        Release.InStage.class, at -> assertThat(at.phase()).isInstanceOf(Phase.Deploying.class));
    }

    @Test
    void oneWhoApprovesTwiceCountsOnce() {
        Release one = become(waiting(Examples.approval("approval", 2, "SRE")), Examples.approves("rita", "SRE"), NOON)
                .state();

        assertThat(refused(one, Examples.approves("rita", "SRE")).refusal().code())
                .isEqualTo("already-decided");
        assertThat(phase(become(one, Examples.approves("sam", "SRE"), NOON))).isInstanceOf(Phase.Deploying.class);
    }

    @Test
    void onePersonWithBothRolesFillsOneOfTwoGates() {
        Release both = waiting(Examples.approval("a:SRE", 1, "SRE"), Examples.approval("a:SEC", 1, "SEC"));
        Release one =
                become(both, Examples.approves("rita", "SRE", "SEC"), NOON).state();

        assertThat(refused(one, Examples.approves("rita", "SRE", "SEC"))
                        .refusal()
                        .code())
                .isEqualTo("already-decided");
        assertThat(phase(become(one, Examples.approves("sam", "SEC"), NOON))).isInstanceOf(Phase.Deploying.class);
    }

    @Test
    void oneRejectionAfterAnApprovalStopsTheReleaseForGood() {
        Release one = become(waiting(Examples.approval("approval", 2, "SRE")), Examples.approves("rita", "SRE"), NOON)
                .state();

        Decision.Become<Release> rejected = become(
                one, Examples.speaks(ApprovalGiven.Verdict.REJECTED, "sam", "not on a Friday", List.of("SRE")), NOON);

        assertThat(types(rejected)).containsExactly(ApprovalGiven.class, GateFailed.class, ReleaseStopped.class);
        assertThat(rejected.state())
                .isInstanceOfSatisfying(
                        Release.Stopped.class,
                        stopped -> assertThat(stopped.detail()).isEqualTo("rejected by sam: not on a Friday"));
        assertThat(refused(rejected.state(), Examples.approves("tom", "SRE"))
                        .refusal()
                        .code())
                .isEqualTo("already-decided");
    }

    @Test
    void aRevokedApprovalLeavesTheGatePending() {
        Release one = become(waiting(Examples.approval("approval", 2, "SRE")), Examples.approves("rita", "SRE"), NOON)
                .state();

        Decision.Become<Release> revoked =
                become(one, Examples.speaks(ApprovalGiven.Verdict.REVOKED, "rita", null, List.of("SRE")), NOON);

        assertThat(gates(revoked.state())).extracting(GateStatus::why).containsExactly("0 of 2 approvals by SRE");
        assertThat(phase(become(revoked.state(), Examples.approves("rita", "SRE"), NOON)))
                .isInstanceOf(Phase.Entry.class);
    }

    @Test
    void nothingIsRevokedOnceItIsBeingDeployed() {
        Decision.Refuse<Release> refuse = refused(
                Examples.production(new Phase.Deploying(NOON)),
                Examples.speaks(ApprovalGiven.Verdict.REVOKED, "rita", null, List.of("RELEASE_APPROVER")));

        assertThat(refuse.refusal())
                .extracting(Refusal::kind, Refusal::code)
                .containsExactly(Refusal.Kind.CONFLICT, "already-decided");
    }

    @Test
    void anApprovalOfOtherArtifactsIsRefused() {
        Decision.Refuse<Release> refuse = refused(
                waitingForApproval(),
                new Signal.Spoken(
                        ApprovalGiven.Verdict.APPROVED,
                        "rita",
                        List.of("RELEASE_APPROVER"),
                        null,
                        List.of(Examples.WEB.digest().value()),
                        null));

        assertThat(refuse.refusal().code()).isEqualTo("other-artifacts");
    }

    @Test
    void anApprovalThatWasBoundToSomethingElseIsVoid() {
        Approval other = new Approval(
                "production",
                "approval",
                "rita",
                List.of("RELEASE_APPROVER"),
                new Binding(List.of(Examples.WEB.digest()), "revision-1"),
                NOON);
        Release at = Examples.production(
                Examples.dossier(Examples.past("checks"), Examples.past("staging"))
                        .with(other),
                new Phase.Entry(NOON, List.of()));

        assertThat(phase(become(at, new Signal.TimeReached(List.of()), NOON))).isInstanceOf(Phase.Entry.class);
    }

    @Test
    void anApprovalThatNobodyGivesExpires() {
        Instant expiry = NOON.plus(Duration.ofDays(3));
        Release waits = become(waitingForApproval(), new Signal.TimeReached(List.of()), expiry.minusMillis(1))
                .state();

        Decision.Become<Release> expired = become(waits, new Signal.TimeReached(List.of()), expiry);

        assertThat(expired.state())
                .isInstanceOfSatisfying(
                        Release.Stopped.class,
                        stopped -> assertThat(stopped.outcome()).isEqualTo(ReleaseStopped.Outcome.EXPIRED));
        assertThat(events(expired))
                .first()
                .isEqualTo(new GateFailed(
                        GatePhase.ENTRY,
                        "approval",
                        GateFailed.Cause.EXPIRED,
                        "0 of 1 approvals within PT72H",
                        "block"));
    }

    @Test
    void theGateOfTestsFailsOnceAndOpensWithBetterEvidence() {
        Decision.Become<Release> failed =
                become(Examples.checks(), new Signal.EvidenceArrived(Examples.tests(2, NOON)), NOON);
        Decision.Become<Release> asked = become(failed.state(), new Signal.TimeReached(List.of()), NOON.plusSeconds(9));
        Decision.Become<Release> open = become(
                asked.state(),
                new Signal.EvidenceArrived(Examples.tests(0, NOON.plusSeconds(60))),
                NOON.plusSeconds(61));

        assertThat(events(failed))
                .last()
                .isEqualTo(new GateFailed(
                        GatePhase.ENTRY,
                        "unit-tests",
                        GateFailed.Cause.CONDITION,
                        "tests.failed is 2, expected 0",
                        "block"));
        assertThat(asked.said()).isEmpty();
        assertThat(phase(open)).isInstanceOf(Phase.Deploying.class);
    }

    @Test
    void olderEvidenceThatArrivesLaterDoesNotCount() {
        Release failed = become(
                        Examples.checks(), new Signal.EvidenceArrived(Examples.tests(2, NOON.plusSeconds(60))), NOON)
                .state();

        assertThat(policy.decide(failed, new Signal.EvidenceArrived(Examples.tests(0, NOON)), NOON))
                .isInstanceOf(Decision.Ignore.class);
    }

    @Test
    void evidenceOfAnotherCommitDoesNotCount() {
        Evidence good = Examples.tests(0, NOON);
        Evidence foreign = new Evidence(
                good.kind(), good.format(), null, "badbad1", good.facts(), good.digest(), good.reportedBy(), NOON);

        assertThat(policy.decide(Examples.checks(), new Signal.EvidenceArrived(foreign), NOON))
                .isInstanceOf(Decision.Ignore.class);
    }

    @Test
    void aSoakEndsByItselfAndWhatWasWaitedBeforeARestartCounts() {
        Release soaking = Examples.staging(new Phase.Verifying(NOON, true, List.of()));
        Instant end = NOON.plus(Duration.ofHours(2));

        Decision.Become<Release> early = become(soaking, new Signal.TimeReached(List.of()), NOON.plusSeconds(60));
        assertThat(early.wakeAt()).isEqualTo(end);
        assertThat(gates(early.state())).extracting(GateStatus::status).containsExactly(GateStatus.Status.PENDING);

        assertThat(become(early.state(), new Signal.TimeReached(List.of()), end).state())
                .isInstanceOfSatisfying(
                        Release.InStage.class,
                        at -> assertThat(at.plan().name()).isEqualTo("production"));
    }

    @Test
    void aStageOverItsBudgetNamesWhatWasPendingAndIsTakenBack() {
        Release slow = Examples.staging(new Phase.Deploying(NOON));
        Decision.Become<Release> before =
                become(slow, new Signal.EvidenceArrived(Examples.tests(0, NOON.plusSeconds(1))), NOON.plusSeconds(1));
        assertThat(before.wakeAt()).isEqualTo(NOON.plus(BUDGET_OF_STAGING));

        Decision.Become<Release> over = become(slow, new Signal.TimeReached(List.of()), NOON.plus(BUDGET_OF_STAGING));

        String detail = "stage staging took longer than PT6H; still pending: the deployment";
        assertThat(events(over))
                .containsExactly(
                        new GateFailed(GatePhase.VERIFICATION, "within", GateFailed.Cause.TIMED_OUT, detail, "stop"),
                        new RollbackTriggered(
                                "staging",
                                RollbackTriggered.Cause.VERIFICATION,
                                detail,
                                null,
                                null,
                                NOON.plus(BUDGET_OF_STAGING)));
    }

    @Test
    void anAbortIsThePersonsWordAndTakesBackWhatWasDeployed() {
        Decision.Become<Release> aborted = become(
                Examples.production(new Phase.Deploying(NOON)), new Signal.AbortAsked("erin", "wrong branch"), NOON);

        assertThat(aborted.said())
                .containsExactly(new Said(
                        new RollbackTriggered(
                                "production",
                                RollbackTriggered.Cause.ABORTED,
                                "aborted by erin: wrong branch",
                                null,
                                null,
                                NOON),
                        "production",
                        Actor.person("erin")));
        Decision.Become<Release> back =
                become(aborted.state(), new Signal.RolledBack("production", List.of()), NOON.plusSeconds(2));
        assertThat(events(back))
                .containsExactly(
                        new ReleaseStopped(ReleaseStopped.Outcome.ABORTED, "aborted: aborted by erin: wrong branch"));
    }

    @Test
    void aPersonTakesACompletedReleaseBackToANamedVersion() {
        Decision.Become<Release> back = become(
                new Release.Completed(Examples.dossier(), NOON),
                new Signal.RollbackAsked("erin", null, "v1.2.1", "customers complain"),
                NOON);

        assertThat(events(back))
                .containsExactly(new RollbackTriggered(
                        "production",
                        RollbackTriggered.Cause.PERSON,
                        "erin: customers complain",
                        null,
                        "v1.2.1",
                        NOON));
    }

    @Test
    void whereTheReleaseNeverWasThereIsNothingToTakeBack() {
        Decision.Refuse<Release> refuse = refused(
                new Release.Completed(Examples.dossier(), NOON),
                new Signal.RollbackAsked("erin", "qa", null, "customers complain"));

        assertThat(refuse.refusal().remedy()).isEqualTo("give one of [staging, production]");
    }

    @Test
    void aStepHoldsAnewFromWhenItIsResumed() {
        Phase paused = new Phase.OnCanary(NOON, 10, 0, NOON, "ada looks", List.of());
        Instant later = NOON.plus(Duration.ofHours(2));

        var resumed = become(Examples.production(paused), new Signal.Resumed("production"), later);

        assertThat(resumed.state())
                .isEqualTo(Examples.production(new Phase.OnCanary(NOON, 10, 0, later, null, List.of())));
        assertThat(Progress.isStuck(resumed.state(), later)).isFalse();
    }

    /** Else the canary would keep its traffic, with nobody to watch it. */
    @Test
    void whatIsUnderWayInProductionIsTakenBackBeforeStaging() {
        Release onCanary = Examples.production(new Phase.OnCanary(NOON, 10, 0, NOON, null, List.of()));

        var first = become(onCanary, new Signal.RollbackAsked("erin", "staging", null, "it leaks"), NOON);
        var second = become(first.state(), new Signal.RolledBack("production", List.of()), NOON);
        var last = become(second.state(), new Signal.RolledBack("staging", List.of()), NOON);

        assertThat(events(first)).containsExactly(takenBack("production"));
        assertThat(events(second)).containsExactly(takenBack("staging"));
        assertThat(events(last))
                .containsExactly(new ReleaseStopped(ReleaseStopped.Outcome.ROLLED_BACK, "person: erin: it leaks"));
    }

    private static RollbackTriggered takenBack(String environment) {
        return new RollbackTriggered(environment, RollbackTriggered.Cause.PERSON, "erin: it leaks", null, null, NOON);
    }

    @Test
    void aRollbackThatFailsStopsTheReleaseAsFailed() {
        Release back = new Release.RollingBack(
                Examples.dossier(), "production", Examples.trigger(), NOON, ReleaseStopped.Outcome.ROLLED_BACK, null);

        assertThat(events(become(back, new Signal.RollbackBroke("production", "no node is ready", List.of()), NOON)))
                .containsExactly(
                        new ReleaseStopped(ReleaseStopped.Outcome.FAILED, "rollback failed: no node is ready"));
    }

    @Test
    void aRollbackThatFailedCanBeAskedForAgain() {
        Release back = new Release.RollingBack(
                Examples.dossier(), "production", Examples.trigger(), NOON, ReleaseStopped.Outcome.ROLLED_BACK, null);
        Release failed = become(back, new Signal.RollbackBroke("production", "v9 never ran there", List.of()), NOON)
                .state();

        var again = become(failed, new Signal.RollbackAsked("erin", "production", "v1.2.1", "it leaks"), NOON);

        assertThat(again.state()).isInstanceOf(Release.RollingBack.class);
        assertThat(events(again))
                .containsExactly(new RollbackTriggered(
                        "production", RollbackTriggered.Cause.PERSON, "erin: it leaks", null, "v1.2.1", NOON));
    }

    @Test
    void artifactsThatTheAskerGaveAreCompletedByThoseThatCiReports() {
        Release awaiting = become(
                        new Release.Unknown("shop-v1.2.3"),
                        new Signal.Requested(Examples.request(), List.of(Examples.CART), List.of()),
                        NOON)
                .state();

        Release entered = become(awaiting, new Signal.ArtifactsKnown(Examples.COMMIT, List.of(Examples.WEB)), NOON)
                .state();

        assertThat(entered)
                .isInstanceOfSatisfying(
                        Release.InStage.class,
                        at -> assertThat(at.dossier().artifacts())
                                .containsExactly(Examples.WEB, Examples.CART)); // in the plan's order
    }

    private static Release waiting(GatePlan... gates) {
        Dossier dossier = Examples.dossier(Examples.past("checks"), Examples.past("staging"));
        return Examples.production(
                new Dossier(
                        Examples.request(Examples.plan(gates), "manual"),
                        dossier.artifacts(),
                        dossier.evidence(),
                        List.of(),
                        dossier.stages()),
                new Phase.Entry(NOON, List.of()));
    }

    private static Release waitingForApproval() {
        return Examples.production(new Phase.Entry(NOON, List.of()));
    }

    private Decision.Become<Release> become(Release release, Signal signal, Instant now) {
        Decision<Release> decision = policy.decide(release, signal, now);
        assertThat(decision).isInstanceOf(Decision.Become.class);
        return (Decision.Become<Release>) decision;
    }

    private Decision.Refuse<Release> refused(Release release, Signal signal) {
        Decision<Release> decision = policy.decide(release, signal, NOON);
        assertThat(decision).isInstanceOf(Decision.Refuse.class);
        return (Decision.Refuse<Release>) decision;
    }

    private static Phase phase(Decision.Become<Release> decision) {
        return ((Release.InStage) decision.state()).phase();
    }

    private static List<GateStatus> gates(Release release) {
        return ((Release.InStage) release).gates();
    }

    private static List<Event> events(Decision.Become<Release> decision) {
        return decision.said().stream().map(Said::event).toList();
    }

    private static List<Class<? extends Event>> types(Decision.Become<Release> decision) {
        return decision.said().stream()
                .<Class<? extends Event>>map(said -> said.event().getClass())
                .toList();
    }
}
