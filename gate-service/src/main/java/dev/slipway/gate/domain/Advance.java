package dev.slipway.gate.domain;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalRequested;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.GateCheck;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.GatePlan;
import dev.slipway.events.GateResult;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.StagePlan;
import dev.slipway.gate.domain.GateStatus.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets a release go on as far as its gates let it, in one decision; confined to that decision. */
final class Advance {
    private final ConditionCheck conditions;
    private final Instant now;
    private final List<Said> said = new ArrayList<>();

    Advance(ConditionCheck conditions, Instant now) {
        this.conditions = conditions;
        this.now = now;
    }

    Advance saying(Said first) {
        said.add(first);
        return this;
    }

    Advance saying(List<Said> more) {
        said.addAll(more);
        return this;
    }

    /** Enters the stage at that index: people are asked at once, whatever else is still open. */
    Decision<Release> enter(Dossier dossier, int index) {
        StagePlan stage = dossier.request().plan().stages().get(index);
        for (GatePlan gate : stage.entry()) {
            if (gate.check() instanceof GateCheck.Approval approval) {
                Duration expiresAfter = approval.expiresAfter();
                said.add(Said.of(
                        new ApprovalRequested(
                                gate.name(),
                                approval.roles(),
                                approval.count(),
                                dossier.binding(),
                                expiresAfter == null ? null : now.plus(expiresAfter)),
                        stage.name()));
            }
        }
        return on(new Release.InStage(dossier, index, now, new Phase.Entry(now, List.of()), List.of()));
    }

    /** Asks the gates of the present phase, and goes on where they all let it. */
    Decision<Release> on(Release.InStage at) {
        StagePlan stage = at.plan();
        Instant deadline = deadline(at, stage);
        if (deadline != null && !now.isBefore(deadline)) {
            return overBudget(at, stage);
        }
        return switch (at.phase()) {
            case Phase.Entry entry -> {
                List<Gates.Reading> readings = read(at, stage, GatePhase.ENTRY, entry.since(), entry.probes());
                yield decide(at, stage, GatePhase.ENTRY, readings, true, deadline);
            }
            case Phase.Verifying verifying -> {
                List<Gates.Reading> readings =
                        read(at, stage, GatePhase.VERIFICATION, verifying.since(), verifying.probes());
                yield decide(at, stage, GatePhase.VERIFICATION, readings, verifying.watched(), deadline);
            }
            case Phase.Deploying _, Phase.OnCanary _ -> Decision.become(at, deadline, said);
        };
    }

    private List<Gates.Reading> read(
            Release.InStage at, StagePlan stage, GatePhase phase, Instant since, List<Phase.ProbeTry> probes) {
        return new Gates(conditions, at.dossier(), stage, phase, since, probes, now).ask();
    }

    private Decision<Release> decide(
            Release.InStage at,
            StagePlan stage,
            GatePhase phase,
            List<Gates.Reading> readings,
            boolean watched,
            @Nullable Instant deadline) {
        List<GateStatus> gates = new ArrayList<>(
                at.gates().stream().filter(gate -> gate.phase() != phase).toList());
        readings.forEach(reading -> gates.add(waivedOr(at, reading.status())));
        Release.InStage asked = new Release.InStage(at.dossier(), at.stage(), at.startedAt(), at.phase(), gates);
        for (Gates.Reading reading : readings) {
            Gates.Failure failure = reading.failure();
            if (failure != null && !isKnown(at, reading.status())) {
                said.add(Said.of(
                        new GateFailed(
                                phase,
                                reading.gate().name(),
                                failure.cause(),
                                failure.detail(),
                                reading.gate().onFail()),
                        stage.name()));
            }
            if (failure != null && failure.last()) {
                return giveUp(asked, stage, reading.gate().name() + ": " + failure.detail(), outcome(failure.cause()));
            }
        }
        if (watched && gates.stream().filter(gate -> gate.phase() == phase).allMatch(GateStatus::lets)) {
            return pass(asked, stage, phase);
        }
        return Decision.become(asked, Gates.next(readings, deadline), said);
    }

    private static GateStatus waivedOr(Release.InStage at, GateStatus reading) {
        return at.gates().stream()
                .filter(known -> known.status() == Status.WAIVED
                        && known.name().equals(reading.name())
                        && known.phase() == reading.phase())
                .findFirst()
                .orElse(reading);
    }

    private static boolean isKnown(Release.InStage at, GateStatus failed) {
        return at.gates().contains(failed);
    }

    private static ReleaseStopped.Outcome outcome(GateFailed.Cause cause) {
        return cause == GateFailed.Cause.EXPIRED ? ReleaseStopped.Outcome.EXPIRED : ReleaseStopped.Outcome.FAILED;
    }

    private Decision<Release> pass(Release.InStage at, StagePlan stage, GatePhase phase) {
        EnvironmentPlan environment = stage.environment();
        List<GateResult> results = at.gates().stream()
                .filter(gate -> gate.phase() == phase)
                .map(gate -> new GateResult(gate.name(), gate.why()))
                .toList();
        said.add(Said.of(
                new GatePassed(
                        phase,
                        environment == null ? null : environment.name(),
                        results,
                        at.dossier().artifacts(),
                        at.dossier().request().plan().pipelineRevision()),
                stage.name()));
        if (phase == GatePhase.ENTRY && environment != null) {
            return Decision.become(
                    new Release.InStage(at.dossier(), at.stage(), at.startedAt(), new Phase.Deploying(now), at.gates()),
                    deadline(at, stage),
                    said);
        }
        if (phase == GatePhase.ENTRY && !stage.verification().isEmpty()) {
            return on(new Release.InStage(
                    at.dossier(), at.stage(), at.startedAt(), new Phase.Verifying(now, true, List.of()), at.gates()));
        }
        return leave(at);
    }

    private Decision<Release> leave(Release.InStage at) {
        Dossier dossier = at.ended(now);
        if (at.stage() + 1 < dossier.request().plan().stages().size()) {
            return enter(dossier, at.stage() + 1);
        }
        said.add(Said.of(new ReleaseCompleted(Duration.between(dossier.request().requestedAt(), now))));
        return Decision.become(new Release.Completed(dossier, now), null, said);
    }

    private Decision<Release> overBudget(Release.InStage at, StagePlan stage) {
        String pending = at.gates().stream()
                .filter(gate -> !gate.lets())
                .map(gate -> gate.name() + " (" + gate.why() + ")")
                .collect(Collectors.joining(", "));
        String waitedFor =
                switch (at.phase()) {
                    case Phase.Entry _, Phase.Verifying _ -> pending.isEmpty() ? "the watch after promotion" : pending;
                    case Phase.Deploying _ -> "the deployment";
                    case Phase.OnCanary canary -> "the canary at " + canary.weight() + " %";
                };
        String detail =
                "stage " + stage.name() + " took longer than " + stage.within() + "; still pending: " + waitedFor;
        GatePhase phase = at.phase() instanceof Phase.Entry ? GatePhase.ENTRY : GatePhase.VERIFICATION;
        said.add(Said.of(new GateFailed(phase, "within", GateFailed.Cause.TIMED_OUT, detail, "stop"), stage.name()));
        return giveUp(at, stage, detail, ReleaseStopped.Outcome.FAILED);
    }

    /** Stops the release; takes it back first where this stage may have deployed it. */
    private Decision<Release> giveUp(
            Release.InStage at, StagePlan stage, String detail, ReleaseStopped.Outcome outcome) {
        return at.phase() instanceof Phase.Entry || stage.environment() == null
                ? stop(at.ended(now), outcome, detail)
                : rollBack(
                        at.ended(now),
                        stage,
                        RollbackTriggered.Cause.VERIFICATION,
                        detail,
                        null,
                        ReleaseStopped.Outcome.ROLLED_BACK);
    }

    Decision<Release> stop(Dossier dossier, ReleaseStopped.Outcome outcome, String detail) {
        return stop(dossier, outcome, detail, null);
    }

    /** The same, said by a person. */
    Decision<Release> stop(Dossier dossier, ReleaseStopped.Outcome outcome, String detail, @Nullable Actor actor) {
        said.add(new Said(new ReleaseStopped(outcome, detail), null, actor));
        return Decision.become(new Release.Stopped(dossier, now, outcome, detail, null), null, said);
    }

    Decision<Release> rollBack(
            Dossier dossier,
            StagePlan stage,
            RollbackTriggered.Cause cause,
            String detail,
            @Nullable String to,
            ReleaseStopped.Outcome outcome) {
        return rollBack(dossier, stage, cause, detail, to, outcome, null);
    }

    /** The same, said by a person. */
    Decision<Release> rollBack(
            Dossier dossier,
            StagePlan stage,
            RollbackTriggered.Cause cause,
            String detail,
            @Nullable String to,
            ReleaseStopped.Outcome outcome,
            @Nullable Actor actor) {
        EnvironmentPlan environment = stage.environment();
        if (environment == null) {
            throw new IllegalStateException(
                    "stage " + stage.name() + " deploys nothing, so nothing can be rolled back");
        }
        RollbackTriggered trigger = new RollbackTriggered(environment.name(), cause, detail, null, to, now);
        said.add(new Said(trigger, stage.name(), actor));
        return Decision.become(new Release.RollingBack(dossier, stage.name(), trigger, now, outcome, null), null, said);
    }

    private static @Nullable Instant deadline(Release.InStage at, StagePlan stage) {
        Duration within = stage.within();
        return within == null ? null : at.startedAt().plus(within);
    }
}
