package dev.slipway.deploy.kubernetes;

import dev.slipway.deploy.application.Cluster;
import dev.slipway.deploy.application.StepResult;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.ComponentPlan;
import dev.slipway.service.resilience.OutsideSystem;

/** A cluster that is slow or away, and that delays nobody but those who need it. */
public final class ResilientCluster implements Cluster {
    private final Cluster cluster;
    private final OutsideSystem outside;

    public ResilientCluster(Cluster cluster, OutsideSystem outside) {
        this.cluster = cluster;
        this.outside = outside;
    }

    @Override
    public Observed observe(String namespace, ComponentPlan component) {
        return outside.call(() -> cluster.observe(namespace, component));
    }

    @Override
    public StepResult perform(String namespace, RolloutStep.OnCluster step, Fence fence) {
        return outside.call(() -> cluster.perform(namespace, step, fence));
    }

    @Override
    public void wakeWhenReady(String namespace, String release) {
        cluster.wakeWhenReady(namespace, release);
    }
}
