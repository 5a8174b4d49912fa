package dev.slipway.gate.domain;

import dev.slipway.events.GateCheck;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.GatePlan;
import dev.slipway.events.StagePlan;
import dev.slipway.gate.domain.GateStatus.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the gates of one phase of a stage: nothing is remembered, so evidence that changes opens and closes them again. */
final class Gates {
    /**
     * What a gate says now.
     *
     * @param failure why it failed; null where it has not
     * @param ask when it may say something else by the passing of time alone; null for never
     */
    record Reading(
            GatePlan gate,
            GateStatus status,
            @Nullable Failure failure,
            @Nullable Instant ask) {}

    /** @param last whether nothing can make it pass any more; otherwise newer evidence can */
    record Failure(GateFailed.Cause cause, String detail, boolean last) {}

    private final ConditionCheck conditions;
    private final Dossier dossier;
    private final StagePlan stage;
    private final GatePhase phase;
    private final Instant since;
    private final List<Phase.ProbeTry> probes;
    private final Instant now;

    Gates(
            ConditionCheck conditions,
            Dossier dossier,
            StagePlan stage,
            GatePhase phase,
            Instant since,
            List<Phase.ProbeTry> probes,
            Instant now) {
        this.conditions = conditions;
        this.dossier = dossier;
        this.stage = stage;
        this.phase = phase;
        this.since = since;
        this.probes = probes;
        this.now = now;
    }

    List<Reading> ask() {
        return plans(stage, phase).stream().map(this::ask).toList();
    }

    static List<GatePlan> plans(StagePlan stage, GatePhase phase) {
        return switch (phase) {
            case ENTRY -> stage.entry();
            case VERIFICATION -> stage.verification();
        };
    }

    private Reading ask(GatePlan gate) {
        return switch (gate.check()) {
            case GateCheck.Condition(String when) -> condition(gate, when);
            case GateCheck.Approval approval -> approval(gate, approval);
            case GateCheck.Probe probe -> probe(gate, probe);
            case GateCheck.Soak(Duration duration) -> soak(gate, duration);
        };
    }

    private Reading condition(GatePlan gate, String when) {
        return switch (conditions.ask(when, dossier.facts(), dossier, stage.name())) {
            case ConditionCheck.Answer.Holds(String why) -> passed(gate, why.isBlank() ? when : why);
            case ConditionCheck.Answer.DoesNotHold(String why) ->
                failed(
                        gate,
                        new Failure(
                                GateFailed.Cause.CONDITION, why, gate.onFail().equals("stop")));
            case ConditionCheck.Answer.Unknown(String missing) -> pending(gate, missing, null);
        };
    }

    private Reading approval(GatePlan gate, GateCheck.Approval asked) {
        List<String> approvers = Approvals.counting(dossier, stage.name(), gate.name()).stream()
                .map(Approval::person)
                .distinct()
                .toList();
        if (approvers.size() >= asked.count()) {
            return passed(gate, "approved by " + String.join(", ", approvers));
        }
        Duration expiresAfter = asked.expiresAfter();
        Instant expiry = expiresAfter == null ? null : since.plus(expiresAfter);
        if (expiry != null && !now.isBefore(expiry)) {
            return failed(
                    gate,
                    new Failure(
                            GateFailed.Cause.EXPIRED,
                            approvers.size() + " of " + asked.count() + " approvals within " + expiresAfter,
                            true));
        }
        return pending(
                gate,
                approvers.size() + " of " + asked.count() + " approvals by " + String.join(" or ", asked.roles()),
                expiry);
    }

    private Reading probe(GatePlan gate, GateCheck.Probe asked) {
        Optional<Phase.ProbeTry> last = probes.stream()
                .filter(probe -> probe.gate().equals(gate.name()))
                .findFirst();
        if (last.isEmpty()) {
            return pending(gate, "GET " + asked.url() + " is about to be asked", now);
        }
        Phase.ProbeTry answer = last.get();
        String what = "GET " + asked.url() + ": " + answer.answer();
        if (answer.asExpected()) {
            return passed(gate, what);
        }
        if (!now.isBefore(since.plus(asked.within()))) {
            return failed(
                    gate,
                    new Failure(
                            GateFailed.Cause.PROBE,
                            what + ", expected " + asked.expect() + " within " + asked.within(),
                            true));
        }
        return pending(gate, what, answer.at().plus(asked.every()));
    }

    private Reading soak(GatePlan gate, Duration duration) {
        Instant end = since.plus(duration);
        return now.isBefore(end)
                ? pending(gate, "soaks until " + end, end)
                : passed(gate, "ran there for " + duration + " without a break");
    }

    private Reading passed(GatePlan gate, String why) {
        return new Reading(gate, new GateStatus(gate.name(), phase, Status.PASSED, why), null, null);
    }

    private Reading failed(GatePlan gate, Failure failure) {
        return new Reading(gate, new GateStatus(gate.name(), phase, Status.FAILED, failure.detail()), failure, null);
    }

    private Reading pending(GatePlan gate, String why, @Nullable Instant ask) {
        return new Reading(gate, new GateStatus(gate.name(), phase, Status.PENDING, why), null, ask);
    }

    /** The earliest time at which a gate may say something else by itself, or the deadline; null for neither. */
    static @Nullable Instant next(List<Reading> readings, @Nullable Instant deadline) {
        Instant earliest = deadline;
        for (Reading reading : readings) {
            Instant ask = reading.ask();
            if (ask != null && (earliest == null || ask.isBefore(earliest))) {
                earliest = ask;
            }
        }
        return earliest;
    }
}
