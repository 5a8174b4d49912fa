package dev.slipway.simulation;

import dev.slipway.events.EventEnvelope;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What people and CI were told is done. */
final class Promises {
    private final Map<List<Deed>, Integer> given = new LinkedHashMap<>();

    /** @param anyOf the first of them, or what may come instead by design */
    void give(List<Deed> anyOf) {
        given.merge(anyOf, 1, Integer::sum);
    }

    /** As often as it was acknowledged, an event says that it was done. */
    void judge(Collection<EventEnvelope> said, Consumer<String> broken) {
        Map<Deed, Integer> done = new HashMap<>();
        said.forEach(one -> Deed.of(one).ifPresent(deed -> done.merge(deed, 1, Integer::sum)));
        given.forEach((anyOf, times) -> {
            int kept =
                    anyOf.stream().mapToInt(deed -> done.getOrDefault(deed, 0)).sum();
            if (kept < times) {
                broken.accept("L: acknowledged " + times + " times, said " + kept + " times: " + anyOf.getFirst());
            }
        });
    }
}
