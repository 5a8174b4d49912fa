package dev.slipway.events;

import java.util.List;

/**
 * How one release is to go, resolved from its pipeline for its release type and frozen when it is requested.
 *
 * @param pipelineRevision SHA-256 of the pipeline's text, which approvals are bound to
 * @param components in rollout order; rolled back in the reverse order
 */
public record Plan(
        String pipelineRevision,
        List<ComponentPlan> components,
        List<StagePlan> stages,
        RollbackPlan rollback,
        List<NotifyRoute> routes) {
    public Plan {
        components = List.copyOf(components);
        stages = List.copyOf(stages);
        routes = List.copyOf(routes);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("the plan has no stage: give at least one");
        }
        if (stages.stream().map(StagePlan::name).distinct().count() < stages.size()) {
            throw new IllegalArgumentException("two stages of the plan have the same name: "
                    + stages.stream().map(StagePlan::name).toList());
        }
    }

    /** The stage of that name. Asking for one that is not in the plan is a bug. */
    public StagePlan stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage '" + name + "' in the plan"));
    }
}
