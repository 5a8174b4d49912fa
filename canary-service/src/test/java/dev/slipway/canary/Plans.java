package dev.slipway.canary;

import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.BreachAction;
import dev.slipway.events.CanaryStep;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.Plan;
import dev.slipway.events.RollbackPlan;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.StagePlan;
import dev.slipway.events.Target;
import dev.slipway.events.Threshold;
import dev.slipway.events.WatchPlan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans as pipelines make them. */
public final class Plans {
    public static final MetricPlan ERROR_RATE = new MetricPlan(
            "error-rate",
            List.of(new Threshold(Threshold.Kind.MAX, 0.05), new Threshold(Threshold.Kind.MAX_INCREASE, 0.01)),
            BreachAction.ROLLBACK);
    public static final MetricPlan LATENCY =
            new MetricPlan("latency-p95", List.of(new Threshold(Threshold.Kind.MAX, 0.3)), BreachAction.PAUSE);

    private Plans() {}

    public static AnalysisPlan analysis(Duration interval, int minSamples, int failures, int inconclusive) {
        return new AnalysisPlan(interval, minSamples, failures, inconclusive, List.of(ERROR_RATE, LATENCY));
    }

    public static StagePlan rolling(String name, @Nullable WatchPlan watch) {
        return stage(name, new RolloutPlan.Rolling(Duration.ofMinutes(1)), watch);
    }

    public static StagePlan canary(String name, AnalysisPlan analysis, @Nullable WatchPlan watch, CanaryStep... steps) {
        return stage(name, new RolloutPlan.Canary(Duration.ofMinutes(1), List.of(steps), analysis), watch);
    }

    private static StagePlan stage(String name, RolloutPlan rollout, @Nullable WatchPlan watch) {
        return new StagePlan(
                name, new EnvironmentPlan(name, "shop-" + name), null, List.of(), rollout, List.of(), watch);
    }

    public static CanaryStep step(int weight, Duration hold) {
        return new CanaryStep(weight, hold);
    }

    /** Of the component {@code cart}, and {@code worker}, which has no traffic of its own. */
    public static Plan plan(StagePlan... stages) {
        return new Plan(
                "revision",
                List.of(
                        new ComponentPlan(
                                "cart", new Target.Kubernetes("cart", "app", "cart", "cart", 8080, "/metrics")),
                        new ComponentPlan(
                                "worker", new Target.Kubernetes("worker", "app", "worker", null, 8080, "/metrics"))),
                List.of(stages),
                RollbackPlan.IMMEDIATE,
                List.of());
    }
}
