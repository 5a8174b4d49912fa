package dev.slipway.deploy.application;

import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.ComponentPlan;

/**
 * Where components run. Every call is short and idempotent; an exception means that the cluster was not reached or did
 * not know, and that the call is to be made again. What the cluster refuses is a {@link StepResult.Broken}.
 */
public interface Cluster {
    Observed observe(String namespace, ComponentPlan component);

    /** Changes nothing, and answers {@link StepResult.FencedOff}, where a greater fence stands on what it would change. */
    StepResult perform(String namespace, RolloutStep.OnCluster step, Fence fence);

    /**
     * Has the release woken, once, when a workload there becomes ready after this call. It only spares asking: it may
     * come late, too often or not at all.
     */
    void wakeWhenReady(String namespace, String release);
}
