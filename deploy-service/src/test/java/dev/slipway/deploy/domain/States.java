package dev.slipway.deploy.domain;

import dev.slipway.events.RollbackTriggered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One rollout in each state, of v1.2.3 in production where v1.2.2 ran. */
final class States {
    static final Instant SINCE = Instant.parse("2026-11-21T09:59:50Z");
    static final Request REQUEST = Examples.request("v1.2.3");
    static final Dossier DOSSIER = new Dossier(REQUEST, List.of());
    static final Occupancy BEFORE = Occupancy.of(Examples.installed("v1.2.2"), SINCE);
    static final Stay STAY = new Stay("production", "production", "shop-production", SINCE, BEFORE, 1);

    private States() {}

    static RollbackTriggered trigger(RollbackTriggered.Cause cause, @Nullable String to) {
        return new RollbackTriggered("production", cause, "errors", null, to, SINCE);
    }

    static WayBack way(@Nullable String to) {
        return new WayBack(STAY, trigger(RollbackTriggered.Cause.METRIC, to), false);
    }

    static Signal.EntryPassed passed(String stage) {
        return new Signal.EntryPassed(stage, stage, REQUEST.artifacts(), "revision-1");
    }

    static Rollout.Claiming claiming() {
        return new Rollout.Claiming(DOSSIER, "production", "production", "shop-production", SINCE);
    }

    static Rollout.Deploying deploying() {
        return new Rollout.Deploying(DOSSIER, STAY, SINCE);
    }

    static Rollout.Serving serving(int weight) {
        return new Rollout.Serving(DOSSIER, STAY, weight);
    }

    static Rollout.Shifting shifting() {
        return new Rollout.Shifting(DOSSIER, STAY, 1, 50, SINCE);
    }

    static Rollout.Promoting promoting() {
        return new Rollout.Promoting(DOSSIER, STAY, SINCE);
    }

    static Rollout.Reclaiming reclaiming(boolean over, @Nullable String to) {
        return new Rollout.Reclaiming(
                DOSSIER.with(STAY),
                "production",
                "production",
                "shop-production",
                trigger(RollbackTriggered.Cause.METRIC, to),
                SINCE,
                over);
    }

    static Rollout.TakingTrafficBack takingTrafficBack(@Nullable String to) {
        return new Rollout.TakingTrafficBack(DOSSIER.with(STAY), way(to), SINCE);
    }

    static Rollout.LookingUp lookingUp() {
        return new Rollout.LookingUp(DOSSIER.with(STAY), way("v1.0.0"));
    }

    static Rollout.Restoring restoring() {
        return new Rollout.Restoring(DOSSIER.with(STAY), way(null), BEFORE, SINCE);
    }

    static Map<String, Rollout> all() {
        return Stream.of(
                        new Rollout.Unknown("shop-v1.2.3"),
                        new Rollout.Idle(DOSSIER),
                        claiming(),
                        deploying(),
                        serving(10),
                        shifting(),
                        promoting(),
                        new Rollout.Failed(DOSSIER, STAY),
                        reclaiming(false, null),
                        takingTrafficBack(null),
                        lookingUp(),
                        restoring(),
                        new Rollout.Halted(DOSSIER),
                        new Rollout.Freeing(DOSSIER),
                        new Rollout.Ended(DOSSIER))
                .collect(Collectors.toMap(state -> state.getClass().getSimpleName(), Function.identity()));
    }
}
