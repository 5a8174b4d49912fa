package dev.slipway.deploy.domain;

import dev.slipway.decision.Decision;
import dev.slipway.deploy.domain.Rollout.Deploying;
import dev.slipway.deploy.domain.Rollout.Failed;
import dev.slipway.deploy.domain.Rollout.Idle;
import dev.slipway.deploy.domain.Rollout.Promoting;
import dev.slipway.deploy.domain.Rollout.Serving;
import dev.slipway.deploy.domain.Rollout.Underway;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.Scope;
import java.time.Instant;

/** From an environment that is the release's to one that runs it. */
final class DeployRules {
    private DeployRules() {}

    static Decision<Rollout> deploying(Deploying state, Progress progress, Instant now) {
        Scope scope = Saying.firstScope(state.dossier().request(), state.stay().stage());
        return switch (progress) {
            case Progress.Done(var components) ->
                switch (scope) {
                    case CANARY ->
                        Decision.become(
                                new Serving(state.dossier(), state.stay(), 0),
                                null,
                                Saying.succeeded(state.stay(), Scope.CANARY, components, now));
                    case FULL ->
                        Decision.become(
                                new Idle(state.dossier().with(state.stay())),
                                null,
                                Saying.succeeded(state.stay(), Scope.FULL, components, now));
                };
            case Progress.NotYet waiting -> neverReady(state, waiting, scope);
            case Progress.Broken broken -> broken(state, broken, scope);
        };
    }

    static Decision<Rollout> promoting(Promoting state, Progress progress, Instant now) {
        return switch (progress) {
            case Progress.Done(var components) ->
                Decision.become(
                        new Idle(state.dossier().with(state.stay())),
                        null,
                        Saying.succeeded(state.stay(), Scope.FULL, components, now));
            case Progress.NotYet waiting -> neverReady(state, waiting, Scope.FULL);
            case Progress.Broken broken -> broken(state, broken, Scope.FULL);
        };
    }

    static Decision<Rollout> neverReady(Underway state, Progress.NotYet waiting, Scope scope) {
        return broken(
                state,
                new Progress.Broken(
                        DeploymentFailed.Cause.NEVER_READY,
                        waiting.component(),
                        "not ready within " + Patience.limit(state) + ": " + waiting.why(),
                        waiting.components()),
                scope);
    }

    static Decision<Rollout> broken(Underway state, Progress.Broken broken, Scope scope) {
        return Decision.become(
                new Failed(state.dossier(), state.stay()),
                null,
                Saying.failed(
                        state.stay().stage(),
                        state.stay().environment(),
                        scope,
                        broken.cause(),
                        broken.component(),
                        broken.detail()));
    }
}
