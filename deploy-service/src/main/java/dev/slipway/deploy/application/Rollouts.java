package dev.slipway.deploy.application;

import dev.slipway.deploy.domain.Rollout;
import dev.slipway.deploy.domain.Signal;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.config.Shell;
import dev.slipway.service.messaging.EventListener;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The rollouts of all releases. */
public final class Rollouts {
    private Rollouts() {}

    /**
     * Puts them on the shell.
     *
     * @param forth the way to the cluster for what brings a release in
     * @param back the way to the cluster for what takes one back
     * @param listener makes a listener of who takes the events one by one
     */
    public static Aggregates<Rollout, Signal> on(
            Shell shell,
            Cluster forth,
            Cluster back,
            EnvironmentStore store,
            Function<Aggregates<Rollout, Signal>, EventListener> listener) {
        var environments = new Environments(store);
        var rollouts = new AtomicReference<Aggregates<Rollout, Signal>>();
        var work = new RolloutWork(
                new Steps(forth, environments),
                new Steps(back, environments),
                environments,
                release -> rollouts.get()
                        .state(release)
                        .filter(Rollout.Ended.class::isInstance)
                        .isPresent());
        rollouts.set(shell.aggregates("rollouts", new RolloutBehaviour(work), "application"));
        shell.listen(RolloutBehaviour.HEARD, listener.apply(rollouts.get()));
        return rollouts.get();
    }
}
