package dev.slipway.deploy.domain;

import dev.slipway.decision.Said;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.Scope;
import dev.slipway.events.StagePlan;
import dev.slipway.events.Target;
import dev.slipway.events.TrafficShifted;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of a rollout in its own words. */
final class Saying {
    private Saying() {}

    static Said started(Request request, Stay stay) {
        return Said.of(
                new DeploymentStarted(
                        stay.environment(),
                        firstScope(request, stay.stage()),
                        request.artifacts(),
                        stay.previous().states()),
                stay.stage());
    }

    static Said succeeded(Stay stay, Scope scope, List<ComponentState> components, Instant now) {
        return Said.of(
                new DeploymentSucceeded(
                        stay.environment(), scope, components, between(stay.since(), now), stay.claim()),
                stay.stage());
    }

    static Said failed(
            String stage,
            String environment,
            Scope scope,
            DeploymentFailed.Cause cause,
            @Nullable String component,
            String detail) {
        return Said.of(new DeploymentFailed(environment, scope, cause, component, detail), stage);
    }

    static Said shifted(Request request, Rollout.Shifting state) {
        List<String> routes = request.plan().components().stream()
                .flatMap(component -> switch (component.target()) {
                    case Target.Kubernetes kubernetes -> Stream.ofNullable(kubernetes.route());
                })
                .toList();
        return Said.of(
                new TrafficShifted(state.stay().environment(), state.step(), state.weight(), routes),
                state.stay().stage());
    }

    /** @param claim null where the release does not hold the environment */
    static Said takenBack(
            Request request,
            String stage,
            RollbackTriggered trigger,
            List<ComponentState> components,
            @Nullable Long claim,
            Instant now) {
        return Said.of(
                new RollbackCompleted(
                        trigger.environment(),
                        reversed(request, components),
                        between(trigger.observedAt(), now),
                        claim),
                stage);
    }

    /** @param claim as of {@link #takenBack} */
    static Said notTakenBack(
            Request request,
            String stage,
            String environment,
            String detail,
            List<ComponentState> components,
            @Nullable Long claim) {
        return Said.of(new RollbackFailed(environment, detail, reversed(request, components), claim), stage);
    }

    /** What the first {@code DeploymentSucceeded} of a stage says, and so what fails before it. */
    static Scope firstScope(Request request, String stage) {
        return request.plan().stages().stream()
                        .filter(one -> one.name().equals(stage))
                        .map(StagePlan::rollout)
                        .anyMatch(RolloutPlan.Canary.class::isInstance)
                ? Scope.CANARY
                : Scope.FULL;
    }

    private static List<ComponentState> reversed(Request request, List<ComponentState> components) {
        List<String> order =
                request.plan().components().stream().map(ComponentPlan::name).toList();
        return components.stream()
                .sorted(Comparator.comparingInt((ComponentState state) -> order.indexOf(state.component()))
                        .reversed())
                .toList();
    }

    /** Clocks of two machines may differ: never less than nothing. */
    private static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }
}
