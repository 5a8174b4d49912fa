package dev.slipway.deploy.domain;

import dev.slipway.decision.Decision;
import dev.slipway.deploy.domain.Rollout.Underway;
import java.time.Duration;
import java.time.Instant;

/** How long a state waits, and how often it looks, should nobody wake it: the longer it has waited, the more seldom. */
final class Patience {
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration SHORTEST_TURN = Duration.ofSeconds(1);
    private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

    private Patience() {}

    static Duration limit(Underway state) {
        return RolloutPlanner.rollout(state).readyWithin();
    }

    static boolean isOver(Underway state, Instant now) {
        Instant since = state.since();
        return since != null && !now.isBefore(since.plus(limit(state)));
    }

    /** It is not so yet: looks again after a while. */
    static Decision<Rollout> goOn(Underway state, Instant now) {
        Instant known = state.since();
        Instant since = known == null ? now : known;
        return Decision.become(
                state.waiting(since),
                now.plus(within(SHORTEST, Duration.between(since, now).dividedBy(4), LONGEST)));
    }

    /** A release may wait for its turn for hours, and each time it asks is a claim and two writes. */
    static Instant nextAsk(Instant since, Instant now) {
        return now.plus(within(SHORTEST_TURN, Duration.between(since, now).dividedBy(10), LONGEST_TURN));
    }

    private static Duration within(Duration shortest, Duration pause, Duration longest) {
        return pause.compareTo(shortest) < 0 ? shortest : pause.compareTo(longest) > 0 ? longest : pause;
    }
}
