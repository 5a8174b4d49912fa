package dev.slipway.deploy.application;

import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.ComponentPlan;

/**
 * Where components run. Every call is short and idempotent; an exception means that the cluster was not reached or did
 * not know, and that the call is to be made again. What the cluster refuses is a {@link StepResult.Broken}.
 */
public interface Cluster {
    Observed observe(String namespace, ComponentPlan component);

    StepResult perform(String namespace, RolloutStep.OnCluster step);
}
