package dev.slipway.deploy.application;

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
import java.util.List;
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

    Progress take(Rollout.Underway state, Instant now) {
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
        List<ComponentState> stable =
                present.stream().map(Observed.Present::state).toList();
        if (missing.isEmpty()) {
            return take(state, RolloutPlanner.plan(state, present), stable, now);
        }
        Observed.Missing gone = missing.getFirst();
        Progress broken =
                new Progress.Broken(DeploymentFailed.Cause.MISSING_TARGET, gone.component(), gone.detail(), stable);
        return switch (state) {
            case Rollout.Deploying _, Rollout.Shifting _, Rollout.Promoting _ -> broken;
            // One that is gone must not keep the others on the bad version; that it is gone is told at the end.
            case Rollout.TakingTrafficBack _ -> take(state, RolloutPlanner.plan(state, present), stable, now);
            case Rollout.Restoring _ ->
                take(state, RolloutPlanner.plan(state, present), stable, now) instanceof Progress.NotYet waiting
                        ? waiting
                        : broken;
        };
    }

    private Progress take(Rollout.Underway state, List<RolloutStep> steps, List<ComponentState> stable, Instant now) {
        List<ComponentState> verified = new ArrayList<>();
        for (List<RolloutStep.OnCluster> together : onCluster(steps)) {
            List<StepResult> results = Concurrently.map(
                    together, step -> cluster.perform(state.stay().namespace(), step));
            Progress notDone = null;
            for (int i = 0; i < results.size(); i++) {
                String component = together.get(i).component().name();
                switch (results.get(i)) {
                    case StepResult.Done _ -> {}
                    case StepResult.Ready(var ready) -> verified.add(ready);
                    case StepResult.NotYet(var why) ->
                        notDone = worse(notDone, new Progress.NotYet(component, why, stable));
                    case StepResult.Broken(var cause, var detail) ->
                        notDone = worse(notDone, new Progress.Broken(cause, component, detail, stable));
                }
            }
            if (notDone != null) {
                logWait(state, notDone);
                return notDone;
            }
        }
        record(state, steps, now);
        return new Progress.Done(verified.isEmpty() ? stable : verified);
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

    private void record(Rollout.Underway state, List<RolloutStep> steps, Instant now) {
        Stay stay = state.stay();
        for (RolloutStep step : steps) {
            if (step instanceof RolloutStep.RecordRunning(var components)) {
                environments.change(
                        state.dossier().request().application(),
                        stay.environment(),
                        stay.namespace(),
                        environment -> environment.running(components, now));
            }
        }
    }

    private static void logWait(Rollout.Underway state, Progress progress) {
        if (state instanceof Rollout.TakingTrafficBack && progress instanceof Progress.NotYet waiting) {
            log.atError()
                    .addKeyValue("release", state.dossier().request().release())
                    .addKeyValue("component", waiting.component())
                    .addKeyValue("why", waiting.why())
                    .log("the new version and stable are both sick: traffic goes back once stable is up");
        }
    }

    /** What will never be counts before what is not yet; otherwise the first does. */
    private static Progress worse(@Nullable Progress first, Progress next) {
        return first == null || (first instanceof Progress.NotYet && next instanceof Progress.Broken) ? next : first;
    }
}
