package dev.slipway.simulation;

import dev.slipway.canary.application.MetricSource;
import dev.slipway.deploy.application.Cluster;
import dev.slipway.deploy.application.StepResult;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.GateCheck;
import dev.slipway.gate.application.Prober;
import dev.slipway.notify.application.Channel;
import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** What a process reaches of the outside world; it may fail at every call. */
record Outside(World world, Instance who) {
    private <T> T answer(Call kind, String about, Supplier<T> call) {
        world.turns().meanwhile();
        return world.faults().answer(who, kind, about, call);
    }

    Cluster cluster() {
        return new Cluster() {
            @Override
            public Observed observe(String namespace, ComponentPlan component) {
                return answer(Call.OBSERVE, namespace, () -> world.cluster().observe(namespace));
            }

            @Override
            public StepResult perform(String namespace, RolloutStep.OnCluster step, Fence fence) {
                String what = step.getClass().getSimpleName() + " in " + namespace
                        + (step instanceof RolloutStep.SetWeight(var _, var weight) ? " to " + weight : "");
                return answer(Call.PERFORM, what, () -> {
                    StepResult result = world.defect().performs(step)
                            ? world.cluster()
                                    .perform(
                                            namespace,
                                            world.defect().asked(step),
                                            world.defect().fence(fence))
                            : new StepResult.Done();
                    world.story()
                            .tell(
                                    who.toString(),
                                    what + ": " + result.getClass().getSimpleName());
                    return result;
                });
            }

            @Override
            public void wakeWhenReady(String namespace, String release) {
                // it only spares asking
            }
        };
    }

    MetricSource metrics() {
        return workload -> {
            try {
                return answer(
                        Call.MEASURE,
                        workload.deployment(),
                        () -> world.cluster().counts(workload.namespace(), workload.deployment()));
            } catch (Outage e) {
                throw new MetricSource.Unreadable(String.valueOf(e.getMessage()), e);
            }
        };
    }

    Prober prober() {
        return (GateCheck.Probe probe) -> {
            try {
                return answer(
                        Call.PROBE,
                        probe.toString(),
                        () -> world.weather().has(Weather.Kind.UNHEALTHY)
                                ? new Prober.Answer(false, "503")
                                : new Prober.Answer(true, "200"));
            } catch (Outage e) {
                return new Prober.Answer(false, String.valueOf(e.getMessage()));
            }
        };
    }

    Channel channel() {
        return new Channel() {
            @Override
            public String kind() {
                return "webhook";
            }

            @Override
            public Attempt.Result send(String name, Delivery delivery, String release) {
                Instant begun = world.now();
                try {
                    return answer(Call.NOTIFY, name + " of " + delivery.event(), () -> {
                        Duration took = Duration.between(begun, world.now());
                        world.judge().tellings().told(delivery, took);
                        if (world.defect().notifiesTwice()) {
                            world.judge().tellings().told(delivery, took);
                        }
                        return new Attempt.Result.Sent(null);
                    });
                } catch (Outage e) {
                    return new Attempt.Result.Failed(String.valueOf(e.getMessage()), null);
                }
            }
        };
    }
}
