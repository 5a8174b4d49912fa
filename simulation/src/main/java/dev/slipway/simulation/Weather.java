package dev.slipway.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What lasts for a while outside, without a call that fails. */
final class Weather {
    private static final List<Kind> ALL = List.of(Kind.values());
    private static final int WITH = 4;
    private static final int WITHIN_SECONDS = 4_000;
    private static final int LONGEST_SECONDS = 1_200;

    private final World world;
    private final Chance chance;
    private final Map<Kind, Integer> present = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> seen = new EnumMap<>(Kind.class);

    /** What there may be. */
    enum Kind {
        /** The metrics answer, and have nothing. */
        NO_METRICS,
        /** Somebody has removed the workloads. */
        NO_WORKLOAD,
        /** What is asked whether it is well says no. */
        UNHEALTHY
    }

    Weather(World world, long seed) {
        this.world = world;
        this.chance = new Chance(seed, "weather");
    }

    void plan() {
        if (chance.oneIn(WITH)) {
            Kind kind = chance.oneOf(ALL);
            var from = world.now().plusSeconds(chance.below(WITHIN_SECONDS));
            world.at(from, () -> change(kind, 1));
            world.at(from.plusSeconds(chance.below(LONGEST_SECONDS)), () -> change(kind, -1));
        }
    }

    private void change(Kind kind, int by) {
        world.story().tell("weather", kind + (by > 0 ? " begins" : " ends"));
        present.merge(kind, by, Integer::sum);
        if (by > 0) {
            seen.merge(kind, 1, Integer::sum);
        }
    }

    boolean has(Kind kind) {
        return present.getOrDefault(kind, 0) > 0;
    }

    Map<Kind, Integer> seen() {
        return seen;
    }
}
