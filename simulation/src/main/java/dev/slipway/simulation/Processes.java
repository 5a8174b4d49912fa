package dev.slipway.simulation;

import dev.slipway.canary.application.Canaries;
import dev.slipway.gate.application.Releases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** The processes that live, and who of them has which partitions. */
final class Processes {
    private static final Duration FURTHEST = Duration.ofMinutes(30);
    /** Longer than a lease, so that one takes over what another still does. */
    private static final Duration FURTHEST_IN_A_SERVICE = Duration.ofSeconds(40);

    private static final int WITH_THOSE_APART = 4;

    private final World world;
    private final Map<String, Duration> ahead = new HashMap<>();
    private final Map<String, Duration> further = new HashMap<>();
    private final List<Instance> living = new ArrayList<>();
    private final Map<Instance, Releases> gates = new LinkedHashMap<>();
    private final Map<Instance, Canaries> canaries = new LinkedHashMap<>();

    /** In half of all runs the services' clocks are up to an hour apart, in some those of the instances of each as well. */
    Processes(World world, long seed) {
        this.world = world;
        Chance clocks = new Chance(seed, "clocks");
        if (clocks.oneIn(2)) {
            Services.ALL.forEach(service -> ahead.put(service, apart(clocks, FURTHEST)));
        }
        Chance instances = new Chance(seed, "clocks of instances");
        if (instances.oneIn(WITH_THOSE_APART)) {
            Services.ALL.forEach(service -> {
                for (int i = 0; i < Services.MOST_INSTANCES; i++) {
                    further.put(name(service, i), apart(instances, FURTHEST_IN_A_SERVICE));
                }
            });
        }
    }

    private static Duration apart(Chance chance, Duration furthest) {
        int most = (int) furthest.toSeconds();
        return Duration.ofSeconds(chance.below(2 * most) - most);
    }

    static String name(String service, int instance) {
        return service + "-" + instance;
    }

    private Duration ahead(String service, String name) {
        return ahead.getOrDefault(service, Duration.ZERO).plus(further.getOrDefault(name, Duration.ZERO));
    }

    /** By how much the clock that is ahead of all others of a service is. */
    Duration ahead(String service) {
        return IntStream.range(0, Services.MOST_INSTANCES)
                .mapToObj(instance -> ahead(service, name(service, instance)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** By how much the clocks of two instances of one service can be apart. */
    Duration apart(String service) {
        Duration least = IntStream.range(0, Services.MOST_INSTANCES)
                .mapToObj(instance -> ahead(service, name(service, instance)))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return ahead(service).minus(least);
    }

    boolean haveClocksApart() {
        return !ahead.isEmpty();
    }

    boolean haveClocksOfAServiceApart() {
        return !further.isEmpty();
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
        Duration clock = ahead(service, name);
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
