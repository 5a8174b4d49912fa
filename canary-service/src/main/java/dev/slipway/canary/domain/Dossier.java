package dev.slipway.canary.domain;

import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.StagePlan;
import java.util.stream.IntStream;

/** What stays with a release: what it is, and how it is to go. */
public record Dossier(ReleaseId release, String application, String version, Plan plan) {
    StagePlan stage(String name) {
        return plan.stage(name);
    }

    /** The stage's place in the plan; -1 for one that is not in it. */
    int indexOf(String stage) {
        return IntStream.range(0, plan.stages().size())
                .filter(i -> plan.stages().get(i).name().equals(stage))
                .findFirst()
                .orElse(-1);
    }

    /** Where the stage deploys. Asking for a stage that deploys nowhere is a bug. */
    public EnvironmentPlan environment(String stage) {
        EnvironmentPlan environment = plan.stage(stage).environment();
        if (environment == null) {
            throw new IllegalStateException(
                    "stage " + stage + " of " + release + " has no environment, so nothing is measured there");
        }
        return environment;
    }
}
