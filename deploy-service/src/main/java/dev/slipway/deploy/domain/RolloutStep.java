package dev.slipway.deploy.domain;

import dev.slipway.events.ComponentPlan;
import java.util.List;

/** One thing to do for a rollout, as data. */
public sealed interface RolloutStep {
    /** One that the cluster has to take. */
    sealed interface OnCluster extends RolloutStep
            permits TakeOver, ApplyWorkload, ApplyCanary, AwaitReady, ScaleCanary, SetWeight, RemoveCanary {
        ComponentPlan component();
    }

    /** Which of a component's two Deployments. */
    enum Track {
        STABLE,
        CANARY
    }

    /** From now on nobody who came before changes anything of it. */
    record TakeOver(ComponentPlan component) implements OnCluster {}

    /** Stable becomes this; its own strategy replaces the pods. */
    record ApplyWorkload(ComponentPlan component, Installed goal) implements OnCluster {}

    /** Beside stable, and otherwise as stable is, this. */
    record ApplyCanary(ComponentPlan component, Installed goal, int replicas) implements OnCluster {}

    /** Goes on when all of it is ready. */
    record AwaitReady(ComponentPlan component, Track track) implements OnCluster {}

    record ScaleCanary(ComponentPlan component, int replicas) implements OnCluster {}

    /** The canary's share in percent, stable has the rest; read back. */
    record SetWeight(ComponentPlan component, int weight) implements OnCluster {}

    /** Expects that the canary gets no traffic. */
    record RemoveCanary(ComponentPlan component) implements OnCluster {}

    /** What runs in the environment from now on: the source of truth. */
    record RecordRunning(List<Installed> components) implements RolloutStep {
        public RecordRunning {
            components = List.copyOf(components);
        }
    }
}
