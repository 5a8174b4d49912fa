package dev.slipway.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In some runs one that is outside is away for so long that nobody waits for it: for all services, or for one of them. */
final class Outages {
    private static final List<Party> ALL = List.of(Party.values());
    private static final int WITH = 6;
    private static final int WITHIN_SECONDS = 4_000;
    private static final int SHORTEST_SECONDS = 600;
    private static final int LONGEST_SECONDS = 900;

    private final World world;
    private final Chance chance;
    private final Map<Party, Integer> seen = new EnumMap<>(Party.class);
    private @Nullable Party away;
    private @Nullable String only;

    Outages(World world, long seed) {
        this.world = world;
        this.chance = new Chance(seed, "long outages");
    }

    void plan() {
        if (chance.oneIn(WITH)) {
            Party party = chance.oneOf(ALL);
            String service = chance.oneIn(2) ? chance.oneOf(Services.ALL) : null;
            var from = world.now().plusSeconds(chance.below(WITHIN_SECONDS));
            int seconds = SHORTEST_SECONDS + chance.below(LONGEST_SECONDS - SHORTEST_SECONDS + 1);
            world.at(from, () -> begin(party, service));
            world.at(from.plusSeconds(seconds), this::end);
        }
    }

    private void begin(Party party, @Nullable String service) {
        world.story().tell("weather", party + " goes away" + (service == null ? "" : " for " + service));
        away = party;
        only = service;
        seen.merge(party, 1, Integer::sum);
    }

    private void end() {
        world.story().tell("weather", away + " is back");
        away = null;
        world.turns().disturb();
    }

    boolean isAway(Party party, Instance who) {
        return party == away && (only == null || only.equals(who.service()));
    }

    Map<Party, Integer> seen() {
        return seen;
    }
}
