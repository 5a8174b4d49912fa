package dev.slipway.deploy.domain;

import dev.slipway.decision.Decision;
import dev.slipway.deploy.domain.Rollout.Claiming;
import dev.slipway.deploy.domain.Rollout.Deploying;
import dev.slipway.deploy.domain.Rollout.Halted;
import dev.slipway.deploy.domain.Rollout.Idle;
import dev.slipway.events.Artifact;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.Plan;
import dev.slipway.events.Scope;
import dev.slipway.events.StagePlan;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** From a gate that has passed to an environment that is the release's. */
final class ClaimRules {
    private ClaimRules() {}

    /** The gate's word counts for exactly what was requested, and for nothing else. */
    static Decision<Rollout> enter(Dossier dossier, Signal.EntryPassed passed, Instant now) {
        Request request = dossier.request();
        Optional<String> objection = objection(request, passed);
        if (objection.isPresent()) {
            return Decision.become(
                    new Idle(dossier),
                    null,
                    Saying.failed(
                            passed.stage(),
                            passed.environment(),
                            Saying.firstScope(request, passed.stage()),
                            DeploymentFailed.Cause.REFUSED,
                            null,
                            objection.get()));
        }
        return request.plan().stage(passed.stage()).environment() instanceof EnvironmentPlan(var name, var namespace)
                ? Decision.become(new Claiming(dossier, passed.stage(), name, namespace, now), now)
                : Decision.ignore("stage " + passed.stage() + " deploys nothing");
    }

    private static Optional<String> objection(Request request, Signal.EntryPassed passed) {
        Plan plan = request.plan();
        if (!plan.pipelineRevision().equals(passed.pipelineRevision())) {
            return Optional.of("the gate passed for pipeline revision " + passed.pipelineRevision()
                    + ", the release was requested with " + plan.pipelineRevision()
                    + ": nothing was deployed; request the release again");
        }
        if (!new HashSet<>(passed.artifacts()).equals(new HashSet<>(request.artifacts()))) {
            return Optional.of("the gate passed for " + pinned(passed.artifacts()) + ", the release was requested with "
                    + pinned(request.artifacts()) + ": nothing was deployed; request the release again");
        }
        Optional<ComponentPlan> bare = plan.components().stream()
                .filter(component -> request.artifact(component.name()).isEmpty())
                .findFirst();
        if (bare.isPresent()) {
            return Optional.of(
                    "component '" + bare.get().name()
                            + "' has no artifact: nothing was deployed; request the release with an artifact of each component");
        }
        boolean planned = plan.stages().stream()
                .filter(stage -> stage.name().equals(passed.stage()))
                .map(StagePlan::environment)
                .anyMatch(
                        environment -> environment == null || environment.name().equals(passed.environment()));
        return planned
                ? Optional.empty()
                : Optional.of("the plan has no stage '" + passed.stage() + "' with environment '" + passed.environment()
                        + "': nothing was deployed");
    }

    private static List<String> pinned(List<Artifact> artifacts) {
        return artifacts.stream().map(Artifact::pinned).sorted().toList();
    }

    static Decision<Rollout> claimed(Claiming state, Claim claim, Instant now) {
        Dossier dossier = state.dossier();
        return switch (claim) {
            case Claim.HeldBy _ -> Decision.become(state, Patience.nextAsk(state.since(), now));
            case Claim.Missing(var component, var detail, var _, var _, var _) ->
                Decision.become(
                        new Halted(dossier),
                        null,
                        Saying.failed(
                                state.stage(),
                                state.environment(),
                                Saying.firstScope(dossier.request(), state.stage()),
                                DeploymentFailed.Cause.MISSING_TARGET,
                                component,
                                detail));
            case Claim.Won(var current, var _, var number) -> {
                Stay stay =
                        new Stay(state.stage(), state.environment(), state.namespace(), state.since(), current, number);
                yield runsAlready(dossier.request(), current)
                        ? Decision.become(
                                new Idle(dossier.with(stay)),
                                null,
                                Saying.started(dossier.request(), stay),
                                Saying.succeeded(stay, Scope.FULL, current.states(), now))
                        : Decision.become(
                                new Deploying(dossier, stay, null), now, Saying.started(dossier.request(), stay));
            }
        };
    }

    /** The same images under the same version: there is nothing to bring, nor to try on a share of the traffic. */
    private static boolean runsAlready(Request request, Occupancy current) {
        return request.installed().stream()
                .allMatch(wanted -> current.component(wanted.component())
                        .filter(wanted::isSameAs)
                        .isPresent());
    }
}
