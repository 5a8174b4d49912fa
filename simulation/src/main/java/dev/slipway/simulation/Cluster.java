package dev.slipway.simulation;

import dev.slipway.canary.application.MetricSource.PodCounts;
import dev.slipway.canary.domain.Counts;
import dev.slipway.deploy.application.StepResult;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One workload in each namespace, a canary beside it, and a route between them. What a version does wrong is in its name. */
final class Cluster {
    static final String CRASHES = "crash";
    static final String ERRS = "errs";

    private static final Duration READY_AFTER = Duration.ofSeconds(3);
    private static final double REQUESTS_A_SECOND = 20;
    private static final double ERROR_SHARE = 0.3;
    private static final int REPLICAS = 2;

    private final World world;
    private final Map<String, Place> places = new HashMap<>();

    /** A namespace. */
    private static final class Place {
        private Workload stable;
        private @Nullable Workload canary;
        private @Nullable Integer weight;
        private Instant countedUntil;
        private Fence stableFence = Fence.NONE;
        private Fence canaryFence = Fence.NONE;
        private Fence routeFence = Fence.NONE;

        private Place(Workload stable, Instant now) {
            this.stable = stable;
            this.countedUntil = now;
        }

        int share() {
            return weight == null || canary == null ? 0 : weight;
        }

        RollbackJudge.Served served() {
            return new RollbackJudge.Served(stable.installed, canary == null ? null : canary.installed, share());
        }

        /** The greatest that stands on what a step changes. */
        Fence standsBefore(RolloutStep.OnCluster step) {
            return switch (step) {
                case RolloutStep.AwaitReady _ -> Fence.NONE;
                case RolloutStep.ApplyWorkload _ -> stableFence;
                case RolloutStep.SetWeight _ -> routeFence;
                case RolloutStep.ScaleCanary _ -> canaryFence;
                case RolloutStep.TakeOver _ -> max(routeFence, stableFence);
                case RolloutStep.ApplyCanary _ -> max(stableFence, canaryFence);
                case RolloutStep.RemoveCanary _ -> max(max(routeFence, stableFence), canaryFence);
            };
        }

        private static Fence max(Fence one, Fence other) {
            return one.refuses(other) ? one : other;
        }

        void count(Instant now) {
            double seconds = Duration.between(countedUntil, now).toMillis() / 1000.0;
            countedUntil = now;
            stable.serve(seconds * REQUESTS_A_SECOND * (100 - share()) / 100);
            if (canary != null) {
                canary.serve(seconds * REQUESTS_A_SECOND * share() / 100);
            }
        }
    }

    private static final class Workload {
        private final Installed installed;
        private final int replicas;
        private final Instant readyAt;
        private double requests;
        private double errors;

        private Workload(Installed installed, int replicas, Instant readyAt) {
            this.installed = installed;
            this.replicas = replicas;
            this.readyAt = readyAt;
        }

        boolean crashes() {
            return installed.version().contains(CRASHES);
        }

        void serve(double count) {
            requests += count;
            errors += installed.version().contains(ERRS) ? count * ERROR_SHARE : 0;
        }

        Observed.Workload seen(Instant now) {
            boolean ready = !crashes() && !now.isBefore(readyAt);
            return new Observed.Workload(installed, replicas, ready ? replicas : 0, ready ? null : "not ready yet");
        }

        PodCounts counts() {
            String pod = installed.image() + "@" + readyAt;
            return new PodCounts(Set.of(pod), Map.of(pod, new Counts(requests, errors, Collections.emptySortedMap())));
        }
    }

    Cluster(World world) {
        this.world = world;
    }

    private Place place(String namespace) {
        return places.computeIfAbsent(
                namespace,
                _ -> new Place(
                        new Workload(
                                new Installed("web", "v1.0.0", "registry.example/shop/web:v1.0.0", null),
                                REPLICAS,
                                Instant.MIN),
                        world.now()));
    }

    Installed stable(String namespace) {
        return place(namespace).stable.installed;
    }

    boolean hasCanary(String namespace) {
        return place(namespace).canary != null;
    }

    int share(String namespace) {
        return place(namespace).share();
    }

    Observed observe(String namespace) {
        if (world.weather().has(Weather.Kind.NO_WORKLOAD)) {
            return new Observed.Missing("web", "somebody has removed it");
        }
        Place place = place(namespace);
        Workload canary = place.canary;
        return new Observed.Present(
                "web",
                place.stable.seen(world.now()),
                canary == null ? null : canary.seen(world.now()),
                place.weight,
                place.stableFence.refuses(place.routeFence) ? place.routeFence : place.stableFence);
    }

    /** The counts of a workload; of none where there is no such workload. */
    PodCounts counts(String namespace, String deployment) {
        if (world.weather().has(Weather.Kind.NO_METRICS)) {
            return new PodCounts(Set.of(), Map.of());
        }
        Place place = place(namespace);
        place.count(world.now());
        Workload workload = deployment.endsWith("-canary") ? place.canary : place.stable;
        return workload == null ? new PodCounts(Set.of(), Map.of()) : workload.counts();
    }

    StepResult perform(String namespace, RolloutStep.OnCluster step, Fence fence) {
        Place place = place(namespace);
        Fence stands = place.standsBefore(step);
        if (stands.refuses(fence)) {
            return new StepResult.FencedOff(stands);
        }
        place.count(world.now());
        world.judge().effect(namespace, step);
        RollbackJudge.Served before = place.served();
        StepResult result = change(place, step, fence);
        world.judge().served(namespace, step, fence, before, place.served());
        return result;
    }

    private StepResult change(Place place, RolloutStep.OnCluster step, Fence fence) {
        Instant readyAt = world.now().plus(READY_AFTER);
        return switch (step) {
            case RolloutStep.TakeOver _ -> {
                place.stableFence = fence;
                place.routeFence = fence;
                yield new StepResult.Done();
            }
            case RolloutStep.ApplyWorkload(var _, var goal) -> {
                place.stableFence = fence;
                if (!place.stable.installed.equals(goal)) {
                    place.stable = new Workload(goal, REPLICAS, readyAt);
                }
                yield new StepResult.Done();
            }
            case RolloutStep.ApplyCanary(var _, var goal, var replicas) -> {
                place.canaryFence = fence;
                if (place.canary == null || !place.canary.installed.equals(goal)) {
                    place.canary = new Workload(goal, replicas, readyAt);
                }
                yield new StepResult.Done();
            }
            case RolloutStep.ScaleCanary _ -> new StepResult.Done();
            case RolloutStep.SetWeight(var _, var weight) -> {
                if (!Integer.valueOf(weight).equals(place.weight)) {
                    place.weight = weight;
                    place.routeFence = fence;
                }
                yield new StepResult.Done();
            }
            case RolloutStep.RemoveCanary _ -> {
                place.canary = null;
                place.canaryFence = Fence.NONE;
                place.weight = null;
                place.routeFence = fence;
                yield new StepResult.Done();
            }
            case RolloutStep.AwaitReady(var component, var track) ->
                ready(component.name(), track == RolloutStep.Track.STABLE ? place.stable : place.canary);
        };
    }

    private StepResult ready(String component, @Nullable Workload workload) {
        if (workload == null) {
            return new StepResult.Broken(DeploymentFailed.Cause.MISSING_TARGET, "there is no canary");
        }
        if (workload.crashes()) {
            return new StepResult.Broken(DeploymentFailed.Cause.CRASH_LOOP, "CrashLoopBackOff");
        }
        Installed installed = workload.installed;
        return world.now().isBefore(workload.readyAt)
                ? new StepResult.NotYet("not ready yet")
                : new StepResult.Ready(
                        new ComponentState(component, installed.version(), installed.image(), true, null));
    }
}
