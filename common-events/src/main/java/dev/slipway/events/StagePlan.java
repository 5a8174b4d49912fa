package dev.slipway.events;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a release: its entry gates, then its rollout, then its verification.
 *
 * @param environment where it deploys; null for a stage that only checks
 * @param within its time budget from its start to its end, waiting for people and soaks included; null for none
 * @param rollout how it deploys; null exactly where the environment is
 * @param watch the guard after full promotion; null for none
 */
public record StagePlan(
        String name,
        @Nullable EnvironmentPlan environment,
        @Nullable Duration within,
        List<GatePlan> entry,
        @Nullable RolloutPlan rollout,
        List<GatePlan> verification,
        @Nullable WatchPlan watch) {
    public StagePlan {
        entry = List.copyOf(entry);
        verification = List.copyOf(verification);
        if ((environment == null) != (rollout == null)) {
            throw new IllegalArgumentException(
                    "stage " + name + " has an environment without a rollout, or a rollout without an environment");
        }
    }
}
