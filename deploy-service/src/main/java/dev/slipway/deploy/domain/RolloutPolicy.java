package dev.slipway.deploy.domain;

import dev.slipway.decision.Decision;
import dev.slipway.deploy.domain.Rollout.Claiming;
import dev.slipway.deploy.domain.Rollout.Deploying;
import dev.slipway.deploy.domain.Rollout.Ended;
import dev.slipway.deploy.domain.Rollout.Failed;
import dev.slipway.deploy.domain.Rollout.Freeing;
import dev.slipway.deploy.domain.Rollout.Halted;
import dev.slipway.deploy.domain.Rollout.Idle;
import dev.slipway.deploy.domain.Rollout.LookingUp;
import dev.slipway.deploy.domain.Rollout.Promoting;
import dev.slipway.deploy.domain.Rollout.Reclaiming;
import dev.slipway.deploy.domain.Rollout.Restoring;
import dev.slipway.deploy.domain.Rollout.Serving;
import dev.slipway.deploy.domain.Rollout.Shifting;
import dev.slipway.deploy.domain.Rollout.TakingTrafficBack;
import dev.slipway.deploy.domain.Rollout.Underway;
import dev.slipway.deploy.domain.Rollout.Unknown;
import java.time.Instant;
import java.util.List;

/** The rules of a rollout: what happens next when something is heard. What each means is in the class of its name. */
public final class RolloutPolicy {
    private RolloutPolicy() {}

    public static Decision<Rollout> decide(Rollout state, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Requested requested -> requested(state, requested);
            case Signal.EntryPassed passed -> entryPassed(state, passed, now);
            case Signal.ShiftAsked asked -> shiftAsked(state, asked, now);
            case Signal.CanaryDidWell well -> canaryDidWell(state, well, now);
            case Signal.RollbackAsked asked -> rollbackAsked(state, asked, now);
            case Signal.Completed _ -> completed(state, now);
            case Signal.Stopped stopped -> stopped(state, stopped, now);
            case Signal.ClaimAnswered(var on, var claim) ->
                on.equals(state) ? ClaimRules.claimed(on, claim, now) : late(signal);
            case Signal.ReclaimAnswered(var on, var claim) ->
                on.equals(state) ? RollbackRules.reclaimed(on, claim, now) : late(signal);
            case Signal.Progressed(var on, var progress, var looked) ->
                on.equals(state) ? progressed(on, progress, looked, now) : late(signal);
            case Signal.FencedOff(var on, var by) ->
                on.equals(state) ? Decision.become(on.claimed(by.claim() + 1), now) : late(signal);
            case Signal.VersionFound(var on, var goal) ->
                on.equals(state) ? RollbackRules.restore(on.dossier(), on.way(), goal, now) : late(signal);
            case Signal.VersionUnknown unknown ->
                unknown.on().equals(state) ? RollbackRules.unknownVersion(unknown, now) : late(signal);
            case Signal.Freed(var on) ->
                on.equals(state) ? Decision.become(new Ended(on.dossier()), null) : late(signal);
        };
    }

    private static Decision<Rollout> late(Signal signal) {
        return Decision.ignore("the state changed while the work ran that came to " + signal);
    }

    private static Decision<Rollout> requested(Rollout state, Signal.Requested requested) {
        return state instanceof Unknown
                ? Decision.become(new Idle(new Dossier(requested.request(), List.of())), null)
                : Decision.ignore("requested already");
    }

    private static Decision<Rollout> entryPassed(Rollout state, Signal.EntryPassed passed, Instant now) {
        return switch (state) {
            case Unknown _ -> Decision.early("ReleaseRequested");
            case Idle(var dossier) -> ClaimRules.enter(dossier, passed, now);
            case Claiming s -> another(s.stage(), passed);
            case Deploying s -> another(s.stay().stage(), passed);
            case Serving s -> another(s.stay().stage(), passed);
            case Shifting s -> another(s.stay().stage(), passed);
            case Promoting s -> another(s.stay().stage(), passed);
            case Failed _, Reclaiming _, TakingTrafficBack _, LookingUp _, Restoring _, Halted _, Freeing _, Ended _ ->
                Decision.ignore("the release is not promoted any more");
        };
    }

    private static Decision<Rollout> another(String stage, Signal.EntryPassed passed) {
        return stage.equals(passed.stage())
                ? Decision.ignore("stage " + stage + " was entered already")
                : Decision.early("the end of stage " + stage);
    }

    private static Decision<Rollout> shiftAsked(Rollout state, Signal.ShiftAsked asked, Instant now) {
        return switch (state) {
            case Unknown _, Claiming _, Deploying _ -> Decision.early("DeploymentSucceeded of the canary");
            case Idle(var dossier) ->
                dossier.stay(asked.environment()).isPresent()
                        ? Decision.ignore("the canary is promoted")
                        : Decision.early("GatePassed of environment " + asked.environment());
            case Serving s -> ServingRules.shift(s.dossier(), s.stay(), asked, now);
            case Shifting s ->
                s.step() == asked.step() && s.weight() == asked.weight()
                        ? Decision.ignore("shifting to it already")
                        : ServingRules.shift(s.dossier(), s.stay(), asked, now);
            case Promoting _ -> Decision.ignore("the canary is being promoted");
            case Failed _, Reclaiming _, TakingTrafficBack _, LookingUp _, Restoring _, Halted _, Freeing _, Ended _ ->
                Decision.ignore("the release gets no traffic any more");
        };
    }

    private static Decision<Rollout> canaryDidWell(Rollout state, Signal.CanaryDidWell well, Instant now) {
        return switch (state) {
            case Unknown _, Claiming _, Deploying _, Shifting _ -> Decision.early("TrafficShifted");
            case Idle(var dossier) ->
                dossier.stay(well.environment()).isPresent()
                        ? Decision.ignore("the canary is promoted")
                        : Decision.early("GatePassed of environment " + well.environment());
            case Serving s -> ServingRules.promote(s, well, now);
            case Promoting _ -> Decision.ignore("being promoted already");
            case Failed _, Reclaiming _, TakingTrafficBack _, LookingUp _, Restoring _, Halted _, Freeing _, Ended _ ->
                Decision.ignore("the release is not promoted any more");
        };
    }

    /** Accepted everywhere; only one that is about another environment or version than a rollback in hand waits for its end. */
    private static Decision<Rollout> rollbackAsked(Rollout state, Signal.RollbackAsked asked, Instant now) {
        return switch (state) {
            case Unknown _ -> Decision.early("ReleaseRequested");
            case Idle(var dossier) -> RollbackRules.begin(dossier, asked, now);
            case Claiming s -> RollbackRules.begin(s.dossier(), asked, now);
            case Deploying s -> RollbackRules.begin(s.dossier().with(s.stay()), asked, now);
            case Serving s -> RollbackRules.begin(s.dossier().with(s.stay()), asked, now);
            case Shifting s -> RollbackRules.begin(s.dossier().with(s.stay()), asked, now);
            case Promoting s -> RollbackRules.begin(s.dossier().with(s.stay()), asked, now);
            case Failed s -> RollbackRules.begin(s.dossier().with(s.stay()), asked, now);
            case Reclaiming s -> RollbackRules.again(s.trigger(), asked);
            case TakingTrafficBack s -> RollbackRules.again(s.way().trigger(), asked);
            case LookingUp s -> RollbackRules.again(s.way().trigger(), asked);
            case Restoring s -> RollbackRules.again(s.way().trigger(), asked);
            case Halted(var dossier) -> RollbackRules.begin(dossier, asked, now);
            case Freeing _ -> Decision.early("the end of the release");
            case Ended(var dossier) -> RollbackRules.reclaim(dossier, asked, true, now);
        };
    }

    private static Decision<Rollout> completed(Rollout state, Instant now) {
        return switch (state) {
            case Unknown _ -> Decision.early("ReleaseRequested");
            case Idle(var dossier) -> free(dossier, now);
            case Claiming _, Deploying _, Serving _, Shifting _, Promoting _ -> Decision.early("DeploymentSucceeded");
            case Failed _ -> Decision.ignore("a release whose deployment failed is not completed by anybody's word");
            case Reclaiming _, TakingTrafficBack _, LookingUp _, Restoring _ ->
                Decision.ignore("completed before it was taken back, and the environment is needed for that");
            case Halted(var dossier) -> free(dossier, now);
            case Freeing _, Ended _ -> Decision.ignore("ended already");
        };
    }

    /** A release is stopped where nothing of it runs; should something, it is not left running unwatched. */
    private static Decision<Rollout> stopped(Rollout state, Signal.Stopped stopped, Instant now) {
        return switch (state) {
            case Unknown _ -> Decision.early("ReleaseRequested");
            case Idle(var dossier) -> free(dossier, now);
            case Claiming s -> free(s.dossier(), now);
            case Deploying s -> RollbackRules.abandoned(s.dossier(), s.stay(), stopped, now);
            case Serving s -> RollbackRules.abandoned(s.dossier(), s.stay(), stopped, now);
            case Shifting s -> RollbackRules.abandoned(s.dossier(), s.stay(), stopped, now);
            case Promoting s -> RollbackRules.abandoned(s.dossier(), s.stay(), stopped, now);
            case Failed s -> RollbackRules.abandoned(s.dossier(), s.stay(), stopped, now);
            case Reclaiming(var dossier, var stage, var environment, var namespace, var trigger, var since, var _) ->
                Decision.become(new Reclaiming(dossier, stage, environment, namespace, trigger, since, true), now);
            case TakingTrafficBack(var dossier, var way, var since) ->
                Decision.become(new TakingTrafficBack(dossier, way.whenOver(), since), now);
            case LookingUp(var dossier, var way) -> Decision.become(new LookingUp(dossier, way.whenOver()), now);
            case Restoring(var dossier, var way, var goal, var since) ->
                Decision.become(new Restoring(dossier, way.whenOver(), goal, since), now);
            case Halted(var dossier) -> free(dossier, now);
            case Freeing _, Ended _ -> Decision.ignore("ended already");
        };
    }

    static Decision<Rollout> free(Dossier dossier, Instant now) {
        return Decision.become(new Freeing(dossier), now);
    }

    /**
     * What is not yet so is looked at again, until it was seen not to be so behind its limit: where the process stood still in
     * the middle of a look, what it saw before may be so long since.
     */
    private static Decision<Rollout> progressed(Underway state, Progress progress, Instant looked, Instant now) {
        if (progress instanceof Progress.NotYet && !Patience.isOver(state, looked)) {
            return Patience.goOn(state, now);
        }
        return switch (state) {
            case Deploying s -> DeployRules.deploying(s, progress, now);
            case Shifting s -> ServingRules.shifting(s, progress, now);
            case Promoting s -> DeployRules.promoting(s, progress, now);
            case TakingTrafficBack s -> RollbackRules.takingTrafficBack(s, progress, now);
            case Restoring s -> RollbackRules.restoring(s, progress, now);
        };
    }
}
