package dev.slipway.deploy.domain;

import dev.slipway.deploy.domain.RolloutStep.ApplyCanary;
import dev.slipway.deploy.domain.RolloutStep.ApplyWorkload;
import dev.slipway.deploy.domain.RolloutStep.AwaitReady;
import dev.slipway.deploy.domain.RolloutStep.RecordRunning;
import dev.slipway.deploy.domain.RolloutStep.RemoveCanary;
import dev.slipway.deploy.domain.RolloutStep.ScaleCanary;
import dev.slipway.deploy.domain.RolloutStep.SetWeight;
import dev.slipway.deploy.domain.RolloutStep.TakeOver;
import dev.slipway.deploy.domain.RolloutStep.Track;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What there is to do until the cluster is as a state wants it: out in the order of the plan, back in the reverse order.
 * Planned anew from what is seen each time, so that what was done already is not done again after a crash.
 */
public final class RolloutPlanner {
    private RolloutPlanner() {}

    /**
     * @param seen those of the plan's components that are there, in its order
     * @param fence what the steps will carry
     */
    public static List<RolloutStep> plan(Rollout.Underway state, List<Observed.Present> seen, Fence fence) {
        List<Part> parts = parts(state, seen);
        List<RolloutStep> takeOver = parts.stream()
                .filter(part -> part.seen().fence().isBehind(fence))
                .<RolloutStep>map(part -> new TakeOver(part.component()))
                .toList();
        return switch (state) {
            case Rollout.Deploying deploying ->
                both(
                        takeOver,
                        switch (rollout(deploying)) {
                            case RolloutPlan.Rolling _ -> roll(deploying, parts);
                            case RolloutPlan.Canary _ -> besideStable(deploying, parts);
                        });
            case Rollout.Shifting shifting -> both(takeOver, shift(shifting.weight(), parts));
            case Rollout.Promoting promoting -> both(takeOver, promote(promoting, parts));
            case Rollout.TakingTrafficBack back -> takeTrafficBack(back, parts.reversed(), takeOver);
            case Rollout.Restoring restoring -> both(takeOver, restore(restoring, parts.reversed()));
        };
    }

    private static List<RolloutStep> both(List<RolloutStep> first, List<RolloutStep> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    /** At least one replica, and never less than the canary's share of stable's. */
    public static int canaryReplicas(int stable, int weight) {
        return Math.max(1, Math.ceilDiv(stable * weight, 100));
    }

    static RolloutPlan rollout(Rollout.Underway state) {
        return Objects.requireNonNull(
                state.dossier().request().plan().stage(state.stay().stage()).rollout(),
                "a stage is only entered here where it has an environment, and then it has a rollout");
    }

    private record Part(ComponentPlan component, Observed.Present seen) {
        boolean routed() {
            return component.target() instanceof Target.Kubernetes(var _, var _, var _, var route, var _, var _)
                    && route != null;
        }

        boolean canaryGetsTraffic() {
            Integer weight = seen.weight();
            return weight != null && weight > 0;
        }

        boolean stableIsDown() {
            return seen.stable().available() == 0;
        }

        boolean hasCanary() {
            return seen.canary() != null || seen.weight() != null;
        }

        boolean hasCanaryOfARelease() {
            return seen.canary() != null && seen.canary().installed().release() != null;
        }

        Stream<RolloutStep> setWeight(int weight) {
            return routed() ? Stream.of(new SetWeight(component, weight)) : Stream.empty();
        }

        Stream<RolloutStep> stableIs(Installed goal) {
            return seen.stable().installed().isSameAs(goal)
                    ? Stream.empty()
                    : Stream.of(new ApplyWorkload(component, goal));
        }

        AwaitReady await(Track track) {
            return new AwaitReady(component, track);
        }
    }

    private static List<Part> parts(Rollout.Underway state, List<Observed.Present> seen) {
        List<ComponentPlan> components = state.dossier().request().plan().components();
        return components.stream()
                .flatMap(component -> seen.stream()
                        .filter(one -> one.component().equals(component.name()))
                        .map(one -> new Part(component, one)))
                .toList();
    }

    private static List<RolloutStep> roll(Rollout.Deploying state, List<Part> parts) {
        Request request = state.dossier().request();
        List<RolloutStep> steps =
                new ArrayList<>(canariesLoseTraffic(parts.stream().filter(Part::hasCanaryOfARelease)));
        parts.forEach(part -> part.stableIs(request.installed(part.component())).forEach(steps::add));
        parts.forEach(part -> steps.add(part.await(Track.STABLE)));
        parts.stream().filter(Part::hasCanaryOfARelease).forEach(part -> steps.add(new RemoveCanary(part.component())));
        steps.add(new RecordRunning(request.installed()));
        return steps;
    }

    /** What a rollback that failed has left, before anything of the new one starts. */
    private static List<RolloutStep> canariesLoseTraffic(Stream<Part> parts) {
        return parts.filter(Part::canaryGetsTraffic)
                .flatMap(part -> part.setWeight(0))
                .toList();
    }

    private static List<RolloutStep> besideStable(Rollout.Deploying state, List<Part> parts) {
        Request request = state.dossier().request();
        List<RolloutStep> steps = new ArrayList<>(canariesLoseTraffic(parts.stream()));
        for (Part part : parts) {
            Installed goal = request.installed(part.component());
            Observed.Workload canary = part.seen().canary();
            if (canary == null || !canary.installed().equals(goal)) {
                steps.add(new ApplyCanary(
                        part.component(),
                        goal,
                        canaryReplicas(part.seen().stable().replicas(), 0)));
            }
        }
        parts.forEach(part -> steps.add(part.await(Track.CANARY)));
        parts.stream().flatMap(part -> part.setWeight(0)).forEach(steps::add);
        return steps;
    }

    private static List<RolloutStep> shift(int weight, List<Part> parts) {
        List<RolloutStep> steps = new ArrayList<>();
        for (Part part : parts) {
            int wanted = canaryReplicas(part.seen().stable().replicas(), weight);
            Observed.Workload canary = part.seen().canary();
            if (canary == null || canary.replicas() < wanted) {
                steps.add(new ScaleCanary(part.component(), wanted));
            }
        }
        parts.forEach(part -> steps.add(part.await(Track.CANARY)));
        parts.stream().flatMap(part -> part.setWeight(weight)).forEach(steps::add);
        return steps;
    }

    private static List<RolloutStep> promote(Rollout.Promoting state, List<Part> parts) {
        Request request = state.dossier().request();
        List<RolloutStep> steps = new ArrayList<>();
        parts.forEach(part -> part.stableIs(request.installed(part.component())).forEach(steps::add));
        parts.forEach(part -> steps.add(part.await(Track.STABLE)));
        parts.stream().flatMap(part -> part.setWeight(0)).forEach(steps::add);
        parts.forEach(part -> steps.add(new RemoveCanary(part.component())));
        steps.add(new RecordRunning(request.installed()));
        return steps;
    }

    /**
     * All routes at once, the last component's first. Where nothing of a component's stable could take the traffic, stable
     * is brought up first: a sick service is more than none. The others do not wait for that, nor for who came before.
     */
    private static List<RolloutStep> takeTrafficBack(
            Rollout.TakingTrafficBack state, List<Part> back, List<RolloutStep> takeOver) {
        List<Part> served = back.stream().filter(Part::canaryGetsTraffic).toList();
        List<Part> sick = served.stream().filter(Part::stableIsDown).toList();
        List<RolloutStep> steps = new ArrayList<>();
        served.stream()
                .filter(part -> !part.stableIsDown())
                .flatMap(part -> part.setWeight(0))
                .forEach(steps::add);
        steps.addAll(takeOver);
        for (Part part : sick) {
            state.stay()
                    .previous()
                    .component(part.component().name())
                    .ifPresent(goal -> part.stableIs(goal).forEach(steps::add));
        }
        sick.forEach(part -> steps.add(part.await(Track.STABLE)));
        sick.stream().flatMap(part -> part.setWeight(0)).forEach(steps::add);
        return steps;
    }

    private static List<RolloutStep> restore(Rollout.Restoring state, List<Part> back) {
        List<RolloutStep> steps = new ArrayList<>();
        for (Part part : back) {
            state.goal()
                    .component(part.component().name())
                    .ifPresent(goal -> part.stableIs(goal).forEach(steps::add));
        }
        back.forEach(part -> steps.add(part.await(Track.STABLE)));
        back.stream()
                .filter(Part::canaryGetsTraffic)
                .flatMap(part -> part.setWeight(0))
                .forEach(steps::add);
        back.stream().filter(Part::hasCanary).forEach(part -> steps.add(new RemoveCanary(part.component())));
        steps.add(new RecordRunning(back.reversed().stream()
                .map(part -> state.goal()
                        .component(part.component().name())
                        .orElse(part.seen().stable().installed()))
                .toList()));
        return steps;
    }
}
