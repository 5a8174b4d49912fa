package dev.slipway.canary.domain;

import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.CanaryStep;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.StagePlan;
import dev.slipway.events.Target;
import dev.slipway.events.Threshold;
import dev.slipway.events.WatchPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the plan asks for at a place.
 *
 * @param length of the hold or of the watch
 * @param compared whether stable serves beside the version, so that it can be compared with
 * @param metrics with the thresholds that can be judged here: where nothing is compared, only {@code max} and {@code min}
 * @param components those that have traffic of their own
 */
public record Terms(
        Place place,
        EnvironmentPlan environment,
        int step,
        int weight,
        Duration length,
        boolean compared,
        AnalysisPlan analysis,
        List<MetricPlan> metrics,
        List<ComponentPlan> components) {
    private static final int ALL = 100;

    public Terms {
        metrics = List.copyOf(metrics);
        components = List.copyOf(components);
    }

    public static Terms of(Dossier dossier, Place place) {
        return switch (place) {
            case Place.AtStep(String stage, int step) -> {
                RolloutPlan.Canary canary = canary(dossier.stage(stage));
                CanaryStep at = canary.steps().get(step);
                yield of(dossier, place, step, at.weight(), at.hold(), at.weight() < ALL, canary.analysis());
            }
            case Place.InWatch(String stage) -> {
                StagePlan plan = dossier.stage(stage);
                WatchPlan watch = plan.watch();
                if (watch == null) {
                    throw new IllegalStateException("stage " + stage + " has no watch, so it is never watched");
                }
                int last = plan.rollout() instanceof RolloutPlan.Canary canary
                        ? canary.steps().size() - 1
                        : 0;
                yield of(dossier, place, last, ALL, watch.duration(), false, watch.analysis());
            }
        };
    }

    private static Terms of(
            Dossier dossier,
            Place place,
            int step,
            int weight,
            Duration length,
            boolean compared,
            AnalysisPlan analysis) {
        List<MetricPlan> metrics = compared
                ? analysis.metrics()
                : analysis.metrics().stream()
                        .map(Terms::absolute)
                        .flatMap(List::stream)
                        .toList();
        return new Terms(
                place,
                dossier.environment(place.stage()),
                step,
                weight,
                length,
                compared,
                analysis,
                metrics,
                measured(dossier.plan().components()));
    }

    static RolloutPlan.Canary canary(StagePlan stage) {
        if (stage.rollout() instanceof RolloutPlan.Canary canary) {
            return canary;
        }
        throw new IllegalStateException("stage " + stage.name() + " has no canary, so it has no steps");
    }

    private static List<MetricPlan> absolute(MetricPlan metric) {
        List<Threshold> left = metric.thresholds().stream()
                .filter(threshold -> !threshold.needsBaseline())
                .toList();
        return left.isEmpty() ? List.of() : List.of(new MetricPlan(metric.name(), left, metric.onBreach()));
    }

    private static List<ComponentPlan> measured(List<ComponentPlan> components) {
        List<ComponentPlan> routed = components.stream()
                .filter(component -> ((Target.Kubernetes) component.target()).route() != null)
                .toList();
        return routed.isEmpty() ? components : routed;
    }

    /** When the hold or the watch is over that began then. */
    Instant end(Instant start) {
        return start.plus(length);
    }

    /** When to measure next: after an interval, or where the hold ends within it, at its end. */
    Instant next(Instant since, Instant end) {
        Instant regular = regular(since);
        return end.isAfter(since) && end.isBefore(regular) ? end : regular;
    }

    Instant regular(Instant since) {
        return since.plus(analysis.interval());
    }
}
