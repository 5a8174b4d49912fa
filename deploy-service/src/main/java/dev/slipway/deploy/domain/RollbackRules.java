package dev.slipway.deploy.domain;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.deploy.domain.Rollout.Halted;
import dev.slipway.deploy.domain.Rollout.LookingUp;
import dev.slipway.deploy.domain.Rollout.Reclaiming;
import dev.slipway.deploy.domain.Rollout.Restoring;
import dev.slipway.deploy.domain.Rollout.TakingTrafficBack;
import dev.slipway.events.ComponentState;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.StagePlan;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way back: traffic first, then what runs, then the proof. Once begun, nothing leads to promotion any more. */
final class RollbackRules {
    /** Whoever does not hold an environment saw it a while ago, and must not say later what runs there. */
    private static final List<ComponentState> SAID_BY_ITS_HOLDER = List.of();

    private RollbackRules() {}

    /** @param dossier of which the environment in hand is a part */
    static Decision<Rollout> begin(Dossier dossier, Signal.RollbackAsked asked, Instant now) {
        RollbackTriggered trigger = asked.trigger();
        return dossier.stay(trigger.environment())
                .map(stay -> takeTrafficBack(dossier, new WayBack(stay, trigger, false), now))
                .orElseGet(() -> reclaim(dossier, asked, false, now));
    }

    private static Decision<Rollout> takeTrafficBack(Dossier dossier, WayBack way, Instant now) {
        return Decision.become(new TakingTrafficBack(dossier, way, null), now);
    }

    /** The release is not at work there: first see whether it may touch the environment, and whether it is there at all. */
    static Decision<Rollout> reclaim(Dossier dossier, Signal.RollbackAsked asked, boolean over, Instant now) {
        RollbackTriggered trigger = asked.trigger();
        Optional<StagePlan> stage = dossier.stageOf(trigger.environment());
        if (stage.isPresent() && stage.get().environment() instanceof EnvironmentPlan(var name, var namespace)) {
            return Decision.become(
                    new Reclaiming(dossier, stage.get().name(), name, namespace, trigger, now, over), now);
        }
        return Decision.become(
                rest(dossier, over),
                over ? now : null,
                Said.of(new RollbackFailed(
                        trigger.environment(),
                        "the release's plan has no environment '" + trigger.environment() + "': name one of it",
                        List.of(),
                        null)));
    }

    static Decision<Rollout> abandoned(Dossier dossier, Stay stay, Signal.Stopped stopped, Instant now) {
        RollbackTriggered trigger = new RollbackTriggered(
                stay.environment(),
                RollbackTriggered.Cause.OTHER,
                "the release was stopped while it was being rolled out: " + stopped.why(),
                null,
                null,
                now);
        return takeTrafficBack(dossier.with(stay), new WayBack(stay, trigger, true), now);
    }

    static Decision<Rollout> again(RollbackTriggered inHand, Signal.RollbackAsked asked) {
        RollbackTriggered other = asked.trigger();
        boolean same = inHand.environment().equals(other.environment())
                && (other.to() == null || Objects.equals(inHand.to(), other.to()));
        return same ? Decision.ignore("being taken back already") : Decision.early("the end of the rollback in hand");
    }

    static Decision<Rollout> reclaimed(Reclaiming state, Claim claim, Instant now) {
        return switch (claim) {
            case Claim.Won(var current, var canary, var number) ->
                canary || isThere(state, current)
                        ? takeTrafficBack(state.dossier(), way(state, current, number), now)
                        : nothingToTakeBack(state, current.states(), number, now);
            case Claim.HeldBy(var other, var current, var next, var canary) -> {
                boolean there = canary || isThere(state, current);
                if (next != null && (there || isThere(state, next))) { // that one leaves when it has been taken back
                    yield Decision.become(state, Patience.nextAsk(state.since(), now));
                }
                yield there
                        ? notTakenBack(
                                state,
                                "release " + other + " is being rolled out in " + state.environment()
                                        + ": roll that one back first, then this one",
                                SAID_BY_ITS_HOLDER,
                                null,
                                now)
                        : nothingToTakeBack(state, SAID_BY_ITS_HOLDER, null, now);
            }
            case Claim.Missing(var component, var detail, var present, var canary, var number) -> {
                Occupancy current = Occupancy.of(present, now);
                yield canary || isThere(state, current)
                        ? takeTrafficBack(state.dossier(), way(state, current, number), now)
                        : notTakenBack(state, component + ": " + detail, current.states(), number, now);
            }
        };
    }

    private static Decision<Rollout> notTakenBack(
            Reclaiming state, String detail, List<ComponentState> components, @Nullable Long claim, Instant now) {
        return ended(
                state.dossier(),
                state.over(),
                now,
                Saying.notTakenBack(
                        state.dossier().request(), state.stage(), state.environment(), detail, components, claim));
    }

    /** A version that is named is wanted whatever runs there now. */
    private static boolean isThere(Reclaiming state, Occupancy current) {
        return state.trigger().to() != null
                || current.has(state.dossier().request().release().value());
    }

    /** Where only its canary is left, what runs beside that came later, and stays. */
    private static WayBack way(Reclaiming state, Occupancy current, long claim) {
        Stay stay = state.dossier()
                .stay(state.environment())
                .filter(_ -> isThere(state, current))
                .map(known -> known.claimed(claim))
                .orElseGet(() ->
                        new Stay(state.stage(), state.environment(), state.namespace(), state.since(), current, claim));
        return new WayBack(stay, state.trigger(), state.over());
    }

    private static Decision<Rollout> nothingToTakeBack(
            Reclaiming state, List<ComponentState> components, @Nullable Long claim, Instant now) {
        return ended(
                state.dossier().without(state.environment()),
                state.over(),
                now,
                Saying.takenBack(state.dossier().request(), state.stage(), state.trigger(), components, claim, now));
    }

    static Decision<Rollout> takingTrafficBack(TakingTrafficBack state, Progress progress, Instant now) {
        return switch (progress) {
            case Progress.Done _ -> Decision.become(new LookingUp(state.dossier(), state.way()), now);
            case Progress.NotYet(var component, var why, var components) ->
                failed(
                        state.dossier(),
                        state.way(),
                        component
                                + " has no healthy stable to take the traffic back, and the new version is sick"
                                + " too: bring " + component + " up, then roll back again. " + why,
                        components,
                        now);
            case Progress.Broken(var _, var component, var detail, var components) ->
                failed(
                        state.dossier(),
                        state.way(),
                        "the traffic of " + component + " could not be taken back: " + detail,
                        components,
                        now);
        };
    }

    static Decision<Rollout> restore(Dossier dossier, WayBack way, Occupancy goal, Instant now) {
        return Decision.become(new Restoring(dossier, way, goal, null), now);
    }

    static Decision<Rollout> unknownVersion(Signal.VersionUnknown unknown, Instant now) {
        WayBack way = unknown.on().way();
        String to = way.trigger().to();
        return failed(
                unknown.on().dossier(),
                way,
                (to == null
                                ? "whatever ran before it in " + way.stay().environment() + " was to be taken back, too"
                                : "version " + to + " has not run in "
                                        + way.stay().environment() + " as far as is known")
                        + ": name one of " + unknown.known(),
                unknown.components(),
                now);
    }

    static Decision<Rollout> restoring(Restoring state, Progress progress, Instant now) {
        return switch (progress) {
            case Progress.Done(var components) ->
                ended(
                        state.dossier().without(state.stay().environment()),
                        state.way().over(),
                        now,
                        Saying.takenBack(
                                state.dossier().request(),
                                state.stay().stage(),
                                state.way().trigger(),
                                components,
                                state.stay().claim(),
                                now));
            case Progress.NotYet(var component, var why, var components) ->
                failed(
                        state.dossier(),
                        state.way(),
                        component + " was not healthy within " + Patience.limit(state) + ": " + why,
                        components,
                        now);
            case Progress.Broken(var _, var component, var detail, var components) ->
                failed(state.dossier(), state.way(), component + ": " + detail, components, now);
        };
    }

    private static Decision<Rollout> failed(
            Dossier dossier, WayBack way, String detail, List<ComponentState> components, Instant now) {
        return ended(
                dossier,
                way.over(),
                now,
                Saying.notTakenBack(
                        dossier.request(),
                        way.stay().stage(),
                        way.stay().environment(),
                        detail,
                        components,
                        way.stay().claim()));
    }

    private static Decision<Rollout> ended(Dossier dossier, boolean over, Instant now, Said said) {
        return Decision.become(rest(dossier, over), over ? now : null, said);
    }

    private static Rollout rest(Dossier dossier, boolean over) {
        return over ? new Rollout.Freeing(dossier) : new Halted(dossier);
    }
}
