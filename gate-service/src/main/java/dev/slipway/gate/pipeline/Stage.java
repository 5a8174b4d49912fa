package dev.slipway.gate.pipeline;

import dev.slipway.events.WatchPlan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stage of the way.
 *
 * @param environment where it deploys; null for one that only checks
 * @param within its time budget; null for none
 * @param gates that must hold before it begins
 * @param verify that must hold after its deployment
 * @param soak how long the version stays there undisturbed; zero for not at all
 * @param rollout null exactly where the environment is
 * @param keepOld how long the version before is kept after full promotion; zero for not at all
 * @param watch the guard after full promotion; null for none
 */
public record Stage(
        String name,
        @Nullable String environment,
        @Nullable Duration within,
        List<String> gates,
        List<String> verify,
        Duration soak,
        @Nullable Rollout rollout,
        Duration keepOld,
        @Nullable WatchPlan watch) {
    public Stage {
        gates = List.copyOf(gates);
        verify = List.copyOf(verify);
    }
}
