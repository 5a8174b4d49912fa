package dev.slipway.deploy.domain;

import dev.slipway.deploy.domain.Rollout.Underway;
import java.time.Duration;
import java.time.Instant;

/** How long a state waits, and how often it looks, should nobody wake it: the longer it has waited, the more seldom. */
final class Patience {
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Patience() {}

    static Duration limit(Underway state) {
        return RolloutPlanner.rollout(state).readyWithin();
    }

    static boolean isOver(Underway state, Instant now) {
        return !now.isBefore(state.since().plus(limit(state)));
    }

    static Instant nextLook(Underway state, Instant now) {
        Duration waited = Duration.between(state.since(), now).dividedBy(4);
        Duration pause = waited.compareTo(SHORTEST) < 0 ? SHORTEST : waited.compareTo(LONGEST) > 0 ? LONGEST : waited;
        return now.plus(pause);
    }
}
