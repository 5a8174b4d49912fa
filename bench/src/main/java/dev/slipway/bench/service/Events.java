package dev.slipway.bench.service;

import dev.slipway.events.Actor;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.WatchPassed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events of a service that does not exist, as small as events get: what is measured is what each costs, not each byte. */
final class Events {
    private static final String SOURCE = "bench";

    private Events() {}

    /** So many of each release, their releases by turns; {@code name} tells them from others. */
    static List<EventEnvelope> of(String name, int releases, int each) {
        List<EventEnvelope> events = new ArrayList<>(releases * each);
        for (int i = 1; i <= each; i++) {
            for (int release = 0; release < releases; release++) {
                events.add(one(name, release, i));
            }
        }
        return events;
    }

    static EventEnvelope one(String name, int release, int number) {
        String version = "v1.0." + release;
        ReleaseId id = new ReleaseId(name + "-" + version);
        return new EventEnvelope(
                EventId.derived(SOURCE, id.value(), number, 0),
                SOURCE,
                id,
                name,
                version,
                "production",
                number,
                null,
                Actor.service(SOURCE),
                Instant.now(),
                null,
                new WatchPassed("production", number));
    }
}
