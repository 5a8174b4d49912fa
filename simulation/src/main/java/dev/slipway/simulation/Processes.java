package dev.slipway.simulation;

import dev.slipway.canary.application.Canaries;
import dev.slipway.gate.application.Releases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The processes that live, and who of them has which partitions. */
final class Processes {
    private static final Duration FURTHEST = Duration.ofMinutes(30);

    private final World world;
    private final Map<String, Duration> ahead = new HashMap<>();
    private final List<Instance> living = new ArrayList<>();
    private final Map<Instance, Releases> gates = new LinkedHashMap<>();
    private final Map<Instance, Canaries> canaries = new LinkedHashMap<>();

    /** @param clocks in half of all runs the services' clocks are up to an hour apart */
    Processes(World world, Chance clocks) {
        this.world = world;
        if (clocks.oneIn(2)) {
            int most = (int) FURTHEST.toSeconds();
            Services.ALL.forEach(service -> ahead.put(service, Duration.ofSeconds(clocks.below(2 * most) - most)));
        }
    }

    /** By how much a service's clocks are. */
    Duration ahead(String service) {
        return ahead.getOrDefault(service, Duration.ZERO);
    }

    boolean haveClocksApart() {
        return !ahead.isEmpty();
    }

    List<Instance> living() {
        return living;
    }

    Map<Instance, Releases> gates() {
        return gates;
    }

    Map<Instance, Canaries> canaries() {
        return canaries;
    }

    void start(String service, String name) {
        Duration clock = ahead(service);
        Instance instance = new Instance(world, service, name, clock);
        living.add(instance);
        world.story().tell(name, "starts" + (clock.isZero() ? "" : ", its clock ahead by " + clock));
        Services.start(world, instance);
        rebalance(service);
        world.guarded(instance::sweep);
    }

    void kill(Instance one) {
        one.kill();
        living.remove(one);
        gates.remove(one);
        canaries.remove(one);
        rebalance(one.service());
    }

    void stall(Instance one, boolean still) {
        one.stall(still);
        rebalance(one.service());
    }

    private void rebalance(String service) {
        List<Instance> able = new ArrayList<>();
        for (Instance one : living) {
            if (one.service().equals(service)) {
                one.assign(List.of());
                if (one.canRun()) {
                    able.add(one);
                }
            }
        }
        if (able.isEmpty()) {
            return;
        }
        Map<Instance, List<TopicPartition>> shares = new LinkedHashMap<>();
        for (TopicPartition place : able.getFirst().wanted()) {
            shares.computeIfAbsent(able.get(place.partition() % able.size()), _ -> new ArrayList<>())
                    .add(place);
        }
        shares.forEach(Instance::assign);
    }

    /** Whether somebody who lives will work on it. */
    boolean plan(String service, String id) {
        for (Instance one : living) {
            if (one.canRun() && one.service().equals(service) && one.plans(id)) {
                return true;
            }
        }
        return false;
    }
}
