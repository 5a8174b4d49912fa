package dev.slipway.gate.domain;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Refusal;
import dev.slipway.decision.Said;
import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import dev.slipway.events.StagePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a release that is in a stage; a row for every signal, and for every phase where the phase matters. */
final class InStagePolicy {
    private final ConditionCheck conditions;
    private final Release.InStage at;
    private final StagePlan stage;
    private final Instant now;

    InStagePolicy(ConditionCheck conditions, Release.InStage at, Instant now) {
        this.conditions = conditions;
        this.at = at;
        this.stage = at.plan();
        this.now = now;
    }

    Decision<Release> decide(Signal signal) {
        return switch (signal) {
            case Signal.Requested requested ->
                ReleasePolicy.again(requested, at.dossier().request());
            case Signal.ArtifactsKnown _ -> Decision.ignore("the artifacts are frozen since the request");
            case Signal.EvidenceArrived(Evidence report) ->
                !at.dossier().request().isOf(report.commit())
                        ? Decision.ignore("evidence of another commit: " + report.commit())
                        : !report.addsTo(at.dossier().evidence())
                                ? Decision.ignore("evidence as good of " + report.slot() + " is known")
                                : advance(Said.of(report.recorded()).by(report.reportedBy()))
                                        .on(with(at.dossier().with(report), at.phase()));
            case Signal.Spoken spoken -> spoken(spoken);
            case Signal.AbortAsked(String person, String reason) -> abort(person, reason);
            case Signal.RollbackAsked asked -> rollBack(asked);
            case Signal.Deployed(String name, Scope scope) -> here(name) ? deployed(scope) : past(name);
            case Signal.DeploymentBroke(String name, String _, String detail) ->
                here(name)
                        ? advance()
                                .rollBack(
                                        at.ended(now),
                                        stage,
                                        RollbackTriggered.Cause.DEPLOYMENT_FAILED,
                                        detail,
                                        null,
                                        ReleaseStopped.Outcome.ROLLED_BACK)
                        : past(name);
            case Signal.Shifted(String name, int step, int weight) -> here(name) ? shifted(step, weight) : past(name);
            case Signal.Measured(String name, var results) ->
                here(name) && at.phase() instanceof Phase.OnCanary canary
                        ? stay(new Phase.OnCanary(
                                canary.since(),
                                canary.weight(),
                                canary.step(),
                                canary.stepSince(),
                                canary.paused(),
                                results))
                        : Decision.ignore("measured outside the canary");
            case Signal.Paused(String name, String detail) -> here(name) ? paused(detail) : past(name);
            case Signal.Resumed(String name) -> here(name) ? paused(null) : past(name);
            case Signal.WatchedWell(String name) -> here(name) ? watched() : past(name);
            case Signal.RollbackBegan(String name, RollbackTriggered trigger) ->
                here(name)
                        ? Decision.become(
                                new Release.RollingBack(
                                        at.ended(now), name, trigger, now, ReleaseStopped.Outcome.ROLLED_BACK, null),
                                null)
                        : past(name);
            case Signal.RolledBack _, Signal.RollbackBroke _ -> Decision.early("what triggered the rollback");
            case Signal.TimeReached(var probes) -> timeReached(probes);
        };
    }

    private Advance advance(Said... first) {
        return new Advance(conditions, now).saying(List.of(first));
    }

    private boolean here(String name) {
        return stage.name().equals(name);
    }

    /** Only stages that were let in are heard of, so one that is not this is behind us. */
    private Decision<Release> past(String name) {
        return Decision.ignore("stage " + name + " is over, the release is in " + stage.name());
    }

    private Release.InStage with(Dossier dossier, Phase phase) {
        return new Release.InStage(dossier, at.stage(), at.startedAt(), phase, at.gates());
    }

    private Decision<Release> stay(Phase phase) {
        return advance().on(with(at.dossier(), phase));
    }

    private Decision<Release> spoken(Signal.Spoken spoken) {
        if (!(at.phase() instanceof Phase.Entry)) {
            return Approvals.refuse(
                    at.dossier(),
                    spoken,
                    stage.name(),
                    new Approvals.Word.Refused(
                            "",
                            ApprovalGiven.Refusal.ALREADY_DECIDED,
                            Approvals.STAGE,
                            stage.name(),
                            "stage " + stage.name() + " was let in already",
                            "abort the release or roll it back where it shall not go on"));
        }
        return switch (Approvals.weigh(at.dossier(), stage, spoken, now)) {
            case Approvals.Word.Refused no -> Approvals.refuse(at.dossier(), spoken, stage.name(), no);
            case Approvals.Word.Counts(Approval approval) ->
                advance(say(spoken, approval.gate(), ApprovalGiven.Verdict.APPROVED))
                        .on(with(at.dossier().with(approval), at.phase()));
            case Approvals.Word.Revokes(Approval approval) ->
                advance(say(spoken, approval.gate(), ApprovalGiven.Verdict.REVOKED))
                        .on(with(at.dossier().without(approval), at.phase()));
            case Approvals.Word.Rejects(String gate) -> {
                String detail =
                        "rejected by " + spoken.person() + (spoken.reason() == null ? "" : ": " + spoken.reason());
                yield advance(
                                say(spoken, gate, ApprovalGiven.Verdict.REJECTED),
                                Said.of(
                                        new GateFailed(
                                                GatePhase.ENTRY, gate, GateFailed.Cause.REJECTED, detail, "stop"),
                                        stage.name()))
                        .stop(at.ended(now), ReleaseStopped.Outcome.REJECTED, detail, Actor.person(spoken.person()));
            }
        };
    }

    private Said say(Signal.Spoken spoken, String gate, ApprovalGiven.Verdict verdict) {
        return Approvals.said(at.dossier(), spoken, stage.name(), gate, verdict, null);
    }

    private Decision<Release> abort(String person, String reason) {
        String detail = "aborted by " + person + ": " + reason;
        return at.phase() instanceof Phase.Entry || stage.environment() == null
                ? advance().stop(at.ended(now), ReleaseStopped.Outcome.ABORTED, detail, Actor.person(person))
                : advance()
                        .rollBack(
                                at.ended(now),
                                stage,
                                RollbackTriggered.Cause.ABORTED,
                                detail,
                                null,
                                ReleaseStopped.Outcome.ABORTED,
                                Actor.person(person));
    }

    /**
     * Of the stage in hand, or of one behind it; one that it was not let into has nothing to take back. Where it is one
     * behind, what is under way in the stage in hand is taken back first: nothing is left with traffic and unwatched.
     */
    private Decision<Release> rollBack(Signal.RollbackAsked asked) {
        int last = at.phase() instanceof Phase.Entry ? at.stage() - 1 : at.stage();
        List<StagePlan> stages = at.dossier().request().plan().stages();
        for (int index = last; index >= 0; index--) {
            EnvironmentPlan environment = stages.get(index).environment();
            if (environment != null
                    && (asked.environment() == null || environment.name().equals(asked.environment()))) {
                var trigger = new RollbackTriggered(
                        environment.name(),
                        RollbackTriggered.Cause.PERSON,
                        asked.person() + ": " + asked.reason(),
                        null,
                        asked.to(),
                        now);
                EnvironmentPlan inHand = stage.environment();
                return index < last && inHand != null && last == at.stage()
                        ? rollBack(
                                asked.person(),
                                stage.name(),
                                new RollbackTriggered(
                                        inHand.name(), trigger.cause(), trigger.detail(), null, null, now),
                                new Release.Next(stages.get(index).name(), trigger))
                        : rollBack(asked.person(), stages.get(index).name(), trigger, null);
            }
        }
        return Decision.refuse(
                asked.environment() == null
                        ? Refusal.conflict(
                                        "nothing-deployed",
                                        "the release has not deployed anything yet",
                                        "abort it, or roll back the release that runs")
                                .about(Approvals.STAGE, stage.name())
                        : ReleasePolicy.unknownEnvironment(at.dossier(), asked.environment()));
    }

    private Decision<Release> rollBack(
            String person, String name, RollbackTriggered trigger, Release.@Nullable Next next) {
        return Decision.become(
                new Release.RollingBack(
                        here(name) ? at.ended(now) : at.dossier(),
                        name,
                        trigger,
                        now,
                        ReleaseStopped.Outcome.ROLLED_BACK,
                        next),
                null,
                new Said(trigger, name, Actor.person(person)));
    }

    private Decision<Release> deployed(Scope scope) {
        return switch (at.phase()) {
            case Phase.Entry _ -> Decision.ignore("deployed before it was let in, which nobody does");
            case Phase.Verifying _ -> Decision.ignore("deployed already");
            case Phase.Deploying _ ->
                scope == Scope.CANARY
                        ? stay(new Phase.OnCanary(now, 0, 0, null, null, List.of()))
                        : stay(new Phase.Verifying(now, stage.watch() == null, List.of()));
            case Phase.OnCanary _ ->
                scope == Scope.CANARY
                        ? Decision.ignore("on canary already")
                        : stay(new Phase.Verifying(now, stage.watch() == null, List.of()));
        };
    }

    private Decision<Release> shifted(int step, int weight) {
        return switch (at.phase()) {
            case Phase.Entry _, Phase.Verifying _ -> Decision.ignore("shifted outside the canary");
            case Phase.Deploying _ -> Decision.early("that the canary runs");
            case Phase.OnCanary canary ->
                stay(new Phase.OnCanary(canary.since(), weight, step, now, canary.paused(), canary.metrics()));
        };
    }

    /** Resumed where there is no detail: canary-service holds the step anew then. */
    private Decision<Release> paused(@Nullable String detail) {
        return switch (at.phase()) {
            case Phase.Entry _, Phase.Verifying _ -> Decision.ignore("paused or resumed outside the canary");
            case Phase.Deploying _ -> Decision.early("that the canary runs");
            case Phase.OnCanary canary -> {
                Instant since = canary.stepSince();
                yield stay(new Phase.OnCanary(
                        canary.since(),
                        canary.weight(),
                        canary.step(),
                        since != null && detail == null ? now : since,
                        detail,
                        canary.metrics()));
            }
        };
    }

    private Decision<Release> watched() {
        return switch (at.phase()) {
            case Phase.Entry _ -> Decision.ignore("watched before it was let in, which nobody does");
            case Phase.Deploying _, Phase.OnCanary _ -> Decision.early("that it is fully deployed");
            case Phase.Verifying verifying -> stay(new Phase.Verifying(verifying.since(), true, verifying.probes()));
        };
    }

    private Decision<Release> timeReached(List<Phase.ProbeTry> answers) {
        Phase phase =
                switch (at.phase()) {
                    case Phase.Entry entry -> new Phase.Entry(entry.since(), newest(entry.probes(), answers));
                    case Phase.Verifying verifying ->
                        new Phase.Verifying(
                                verifying.since(), verifying.watched(), newest(verifying.probes(), answers));
                    case Phase.Deploying _, Phase.OnCanary _ -> at.phase();
                };
        return stay(phase);
    }

    private static List<Phase.ProbeTry> newest(List<Phase.ProbeTry> known, List<Phase.ProbeTry> answers) {
        List<Phase.ProbeTry> all = new ArrayList<>(answers);
        known.stream()
                .filter(old -> answers.stream().noneMatch(fresh -> fresh.gate().equals(old.gate())))
                .forEach(all::add);
        return all;
    }
}
