package dev.slipway.simulation;

import dev.slipway.canary.application.Canaries;
import dev.slipway.gate.application.Releases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The processes that live, and who of them has which partitions. */
final class Processes {
    private static final Duration FURTHEST = Duration.ofMinutes(30);
    /** Longer than a lease, so that one takes over what another still does. */
    private static final Duration FURTHEST_IN_A_SERVICE = Duration.ofSeconds(40);

    private static final int WITH_THOSE_APART = 4;

    private final World world;
    private final boolean servicesApart;
    private final boolean instancesApart;
    private final Map<String, Duration> clocks = new HashMap<>();
    private final Map<String, Set<Duration>> started = new HashMap<>();
    private final List<Instance> living = new ArrayList<>();
    private final Map<Instance, Releases> gates = new LinkedHashMap<>();
    private final Map<Instance, Canaries> canaries = new LinkedHashMap<>();

    /** In half of all runs the services' clocks are up to an hour apart, in some those of the instances of each as well. */
    Processes(World world, long seed) {
        this.world = world;
        Chance services = new Chance(seed, "clocks");
        this.servicesApart = services.oneIn(2);
        Chance instances = new Chance(seed, "clocks of instances");
        this.instancesApart = instances.oneIn(WITH_THOSE_APART);
        for (String service : Services.ALL) {
            Duration ahead = servicesApart ? apart(services, FURTHEST) : Duration.ZERO;
            for (int i = 0; i < Services.MOST_INSTANCES; i++) {
                clocks.put(
                        name(service, i), instancesApart ? ahead.plus(apart(instances, FURTHEST_IN_A_SERVICE)) : ahead);
            }
        }
    }

    private static Duration apart(Chance chance, Duration furthest) {
        int most = (int) furthest.toSeconds();
        return Duration.ofSeconds(chance.below(2 * most) - most);
    }

    static String name(String service, int instance) {
        return service + "-" + instance;
    }

    /** By how much the clocks of a service's instances are apart, of those that were ever started. */
    Duration apart(String service) {
        Set<Duration> aheads = started.get(service);
        return aheads == null ? Duration.ZERO : Collections.max(aheads).minus(Collections.min(aheads));
    }

    boolean haveClocksApart() {
        return servicesApart;
    }

    boolean haveClocksOfAServiceApart() {
        return instancesApart;
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
        Duration clock = Objects.requireNonNull(clocks.get(name));
        started.computeIfAbsent(service, _ -> new HashSet<>()).add(clock);
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

    /** By how much that clock of a service is which is ahead of all others that go; null where none does. */
    @Nullable
    Duration ahead(String service) {
        Duration most = null;
        for (Instance one : living) {
            if (one.canRun()
                    && one.service().equals(service)
                    && (most == null || one.ahead().compareTo(most) > 0)) {
                most = one.ahead();
            }
        }
        return most;
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
