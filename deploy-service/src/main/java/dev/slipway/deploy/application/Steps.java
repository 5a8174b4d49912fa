package dev.slipway.deploy.application;

import dev.slipway.deploy.domain.Attempt;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.Progress;
import dev.slipway.deploy.domain.Request;
import dev.slipway.deploy.domain.Rollout;
import dev.slipway.deploy.domain.RolloutPlanner;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.deploy.domain.Stay;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.service.resilience.Concurrently;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Detect, plan, apply, as far as it goes at once. */
public final class Steps {
    private static final Logger log = LoggerFactory.getLogger(Steps.class);

    private final Cluster cluster;
    private final Environments environments;

    public Steps(Cluster cluster, Environments environments) {
        this.cluster = cluster;
        this.environments = environments;
    }

    List<Observed> observe(String namespace, List<ComponentPlan> components) {
        return Concurrently.map(components, component -> cluster.observe(namespace, component));
    }

    Attempt take(Rollout.Underway state, long version, Instant now) {
        Fence fence = state.fence(version);
        Request request = state.dossier().request();
        cluster.wakeWhenReady(state.stay().namespace(), request.release().value());
        List<Observed.Present> present = new ArrayList<>();
        List<Observed.Missing> missing = new ArrayList<>();
        for (Observed one : observe(state.stay().namespace(), request.plan().components())) {
            switch (one) {
                case Observed.Present here -> present.add(here);
                case Observed.Missing gone -> missing.add(gone);
            }
        }
        if (missing.isEmpty()) {
            return take(state, fence, present, now);
        }
        Observed.Missing gone = missing.getFirst();
        return switch (state) {
            case Rollout.Deploying _, Rollout.Shifting _, Rollout.Promoting _ -> broken(gone, runs(present, Map.of()));
            // One that is gone must not keep the others on the bad version; that it is gone is told at the end.
            case Rollout.TakingTrafficBack _ -> take(state, fence, present, now);
            case Rollout.Restoring _ ->
                switch (take(state, fence, present, now)) {
                    case Progress.NotYet waiting -> waiting;
                    case Attempt.FencedOff fencedOff -> fencedOff;
                    case Progress.Done(var components) -> broken(gone, components);
                    case Progress.Broken(var _, var _, var _, var components) -> broken(gone, components);
                };
        };
    }

    private static Progress broken(Observed.Missing gone, List<ComponentState> components) {
        return new Progress.Broken(DeploymentFailed.Cause.MISSING_TARGET, gone.component(), gone.detail(), components);
    }

    private Attempt take(Rollout.Underway state, Fence fence, List<Observed.Present> present, Instant now) {
        List<RolloutStep> steps = RolloutPlanner.plan(state, present, fence);
        List<ComponentState> verified = new ArrayList<>();
        Map<String, Installed> applied = new HashMap<>();
        for (List<RolloutStep.OnCluster> together : onCluster(steps)) {
            List<StepResult> results = Concurrently.map(
                    together, step -> cluster.perform(state.stay().namespace(), step, fence));
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof StepResult.Done
                        && together.get(i) instanceof RolloutStep.ApplyWorkload(var component, var goal)) {
                    applied.put(component.name(), goal);
                }
            }
            List<ComponentState> runs = runs(present, applied);
            Attempt notDone = null;
            for (int i = 0; i < results.size(); i++) {
                String component = together.get(i).component().name();
                switch (results.get(i)) {
                    case StepResult.Done _ -> {}
                    case StepResult.Ready(var ready) -> verified.add(ready);
                    case StepResult.NotYet(var why) ->
                        notDone = worse(notDone, new Progress.NotYet(component, why, runs));
                    case StepResult.Broken(var cause, var detail) ->
                        notDone = worse(notDone, new Progress.Broken(cause, component, detail, runs));
                    case StepResult.FencedOff(var by) -> notDone = worse(notDone, new Attempt.FencedOff(by));
                }
            }
            if (notDone != null) {
                logWait(state, notDone);
                return notDone instanceof Attempt.FencedOff
                        ? notDone
                        : halfway(state, fence, present, applied, notDone, now);
            }
        }
        Fence recorded = record(state, fence, steps, now);
        return recorded.refuses(fence)
                ? new Attempt.FencedOff(recorded)
                : new Progress.Done(verified.isEmpty() ? runs(present, applied) : verified);
    }

    /** What was applied is what runs from now on, though nobody has looked since. */
    private static List<ComponentState> runs(List<Observed.Present> present, Map<String, Installed> applied) {
        return present.stream()
                .map(one -> {
                    Installed goal = applied.get(one.component());
                    return goal == null || goal.isSameAs(one.stable().installed())
                            ? one.state()
                            : new ComponentState(
                                    goal.component(), goal.version(), goal.image(), false, "not seen ready yet");
                })
                .toList();
    }

    /** A rollback may end here, as one that failed, and the next one begins from what the environment is known to have. */
    private Attempt halfway(
            Rollout.Underway state,
            Fence fence,
            List<Observed.Present> present,
            Map<String, Installed> applied,
            Attempt attempt,
            Instant now) {
        return switch (state) {
            case Rollout.Deploying _, Rollout.Shifting _, Rollout.Promoting _ -> attempt;
            case Rollout.TakingTrafficBack _, Rollout.Restoring _ -> {
                List<Installed> installed = present.stream()
                        .map(one -> applied.getOrDefault(
                                one.component(), one.stable().installed()))
                        .toList();
                Fence stands =
                        change(state, environment -> leaving(state, environment).halfway(installed, fence, now));
                yield stands.refuses(fence) ? new Attempt.FencedOff(stands) : attempt;
            }
        };
    }

    /** That the release is to go is noted with its traffic, not later: people may have named itself to go back to. */
    private static Environment leaving(Rollout.Underway state, Environment environment) {
        return state instanceof Rollout.TakingTrafficBack
                ? environment.without(state.dossier().request().release().value())
                : environment;
    }

    /** Neighbours of one kind are taken at once. */
    private static List<List<RolloutStep.OnCluster>> onCluster(List<RolloutStep> steps) {
        List<List<RolloutStep.OnCluster>> groups = new ArrayList<>();
        for (RolloutStep step : steps) {
            if (step instanceof RolloutStep.OnCluster one) {
                if (groups.isEmpty() || groups.getLast().getFirst().getClass() != one.getClass()) {
                    groups.add(new ArrayList<>());
                }
                groups.getLast().add(one);
            }
        }
        return groups;
    }

    /** Answers with the fence that stands there now. */
    private Fence record(Rollout.Underway state, Fence fence, List<RolloutStep> steps, Instant now) {
        Fence stands = fence;
        for (RolloutStep step : steps) {
            if (step instanceof RolloutStep.RecordRunning(var components)) {
                stands = change(state, environment -> environment.running(components, fence, now));
            }
        }
        return stands;
    }

    private Fence change(Rollout.Underway state, UnaryOperator<Environment> change) {
        Stay stay = state.stay();
        return environments
                .change(state.dossier().request().application(), stay.environment(), stay.namespace(), change)
                .fence();
    }

    private static void logWait(Rollout.Underway state, Attempt notDone) {
        if (state instanceof Rollout.TakingTrafficBack && notDone instanceof Progress.NotYet waiting) {
            log.atError()
                    .addKeyValue("release", state.dossier().request().release())
                    .addKeyValue("component", waiting.component())
                    .addKeyValue("why", waiting.why())
                    .log("the new version and stable are both sick: traffic goes back once stable is up");
        }
    }

    /** Who is fenced off knows nothing of the rest; what will never be counts before what is not yet; else the first does. */
    private static Attempt worse(@Nullable Attempt first, Attempt next) {
        return first == null
                        || next instanceof Attempt.FencedOff
                        || (first instanceof Progress.NotYet && next instanceof Progress.Broken)
                ? next
                : first;
    }
}
