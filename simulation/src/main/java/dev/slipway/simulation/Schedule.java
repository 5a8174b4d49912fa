package dev.slipway.simulation;

import dev.slipway.service.resilience.Concurrently;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** One run: a seed decides who comes first and what people want, and slots where faults hit. */
record Schedule(long seed, List<Slot> slots) {
    private static final int MOST_FAULTS = 8;
    private static final int CALLS = 2_500;

    Schedule {
        slots = List.copyOf(slots);
    }

    static Schedule of(long seed) {
        Chance chance = new Chance(seed, "faults");
        int count = chance.below(MOST_FAULTS + 1);
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slots.add(new Slot(chance.below(CALLS), chance.below(1_000)));
        }
        return new Schedule(seed, slots);
    }

    Outcome run(Defect defect, boolean tell) {
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        Concurrently.oneByOne(() -> {
            World world = new World(seed, slots, defect, tell);
            Strangers strangers = new Strangers(world, seed);
            world.run(new People(world, seed), strangers);
            Map<String, Integer> injected = new TreeMap<>();
            world.faults().injected().forEach((fault, times) -> injected.put(fault.name(), times));
            strangers.written().forEach((oddity, times) -> injected.put(oddity.name(), times));
            world.outages().seen().forEach((party, times) -> injected.put(party + "_AWAY", times));
            world.weather().seen().forEach((kind, times) -> injected.put(kind.name(), times));
            if (world.processes().haveClocksApart()) {
                injected.put("CLOCKS_APART", 1);
            }
            if (world.processes().haveClocksOfAServiceApart()) {
                injected.put("CLOCKS_OF_A_SERVICE_APART", 1);
            }
            if (world.lags().some()) {
                injected.put("TOPICS_LATE", 1);
            }
            outcome.set(new Outcome(
                    seed,
                    slots,
                    world.judge().verdict(),
                    world.story().lines(),
                    injected,
                    world.faults().hits(),
                    world.met(),
                    world.bus().said().size(),
                    world.faults().calls()));
        });
        return outcome.get();
    }

    /** The same run with as few of its faults as still break it. */
    Schedule shrunk(Defect defect) {
        Schedule smallest = this;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Slot slot : smallest.slots) {
                List<Slot> fewer = new ArrayList<>(smallest.slots);
                fewer.remove(slot);
                Schedule next = new Schedule(seed, fewer);
                if (!next.run(defect, false).broken().isEmpty()) {
                    smallest = next;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }
}
