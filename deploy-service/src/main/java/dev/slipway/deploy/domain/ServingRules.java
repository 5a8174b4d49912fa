package dev.slipway.deploy.domain;

import dev.slipway.decision.Decision;
import dev.slipway.deploy.domain.Rollout.Promoting;
import dev.slipway.deploy.domain.Rollout.Serving;
import dev.slipway.deploy.domain.Rollout.Shifting;
import dev.slipway.events.Scope;
import java.time.Instant;

/** A canary's share of the traffic. */
final class ServingRules {
    private ServingRules() {}

    /** A step that was confirmed already is brought about and confirmed again: whoever asks again did not hear it. */
    static Decision<Rollout> shift(Dossier dossier, Stay stay, Signal.ShiftAsked asked, Instant now) {
        return stay.environment().equals(asked.environment())
                ? Decision.become(new Shifting(dossier, stay, asked.step(), asked.weight(), null), now)
                : Decision.ignore(
                        "about environment " + asked.environment() + ", the canary is in " + stay.environment());
    }

    static Decision<Rollout> shifting(Shifting state, Progress progress, Instant now) {
        return switch (progress) {
            case Progress.Done _ ->
                Decision.become(
                        new Serving(state.dossier(), state.stay(), state.weight()),
                        null,
                        Saying.shifted(state.dossier().request(), state));
            case Progress.NotYet waiting -> DeployRules.neverReady(state, waiting, Scope.CANARY);
            case Progress.Broken broken -> DeployRules.broken(state, broken, Scope.CANARY);
        };
    }

    static Decision<Rollout> promote(Serving state, Signal.CanaryDidWell well, Instant now) {
        return state.stay().environment().equals(well.environment())
                ? Decision.become(new Promoting(state.dossier(), state.stay(), null), now)
                : Decision.ignore("about environment " + well.environment() + ", the canary is in "
                        + state.stay().environment());
    }
}
