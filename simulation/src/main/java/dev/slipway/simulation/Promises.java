package dev.slipway.simulation;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseStopped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What people and CI were told is done. */
final class Promises {
    /** What CI reports of a commit is kept with it, and told to its release a moment later, which may have ended by then. */
    private static final Duration TELLING = Duration.ofMinutes(1);

    private final Map<List<Deed>, List<Instant>> given = new LinkedHashMap<>();

    /** @param anyOf the first of them, or what may come instead by design */
    void give(List<Deed> anyOf, Instant at) {
        given.computeIfAbsent(anyOf, _ -> new ArrayList<>()).add(at);
    }

    /**
     * As often as it was acknowledged, an event says that it was done.
     *
     * @param times when each was said
     */
    void judge(Collection<EventEnvelope> said, Map<EventId, Instant> times, Consumer<String> broken) {
        Map<Deed, Integer> done = new HashMap<>();
        Map<String, Instant> ended = new HashMap<>();
        for (EventEnvelope one : said) {
            Deed.of(one).ifPresent(deed -> done.merge(deed, 1, Integer::sum));
            if (one.event() instanceof ReleaseStopped || one.event() instanceof ReleaseCompleted) {
                ended.putIfAbsent(one.release().value(), times.get(one.id()));
            }
        }
        given.forEach((anyOf, acknowledged) -> {
            long owed = acknowledged.stream()
                    .filter(at -> !isTooLate(anyOf.getFirst(), at, ended))
                    .count();
            int kept =
                    anyOf.stream().mapToInt(deed -> done.getOrDefault(deed, 0)).sum();
            if (kept < owed) {
                broken.accept("L: acknowledged " + owed + " times, said " + kept + " times: " + anyOf.getFirst());
            }
        });
    }

    private static boolean isTooLate(Deed deed, Instant at, Map<String, Instant> ended) {
        Instant end = ended.get(deed.release());
        return deed.kind() == Deed.Kind.REPORTED && end != null && end.isBefore(at.plus(TELLING));
    }
}
