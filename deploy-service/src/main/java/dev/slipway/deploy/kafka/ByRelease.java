package dev.slipway.deploy.kafka;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseId;
import dev.slipway.service.messaging.EventListener;
import dev.slipway.service.resilience.Concurrently;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hands a poll's events on: those of one release in their order, those of different releases at once, so that one of a
 * thousand rollbacks does not wait for the others.
 */
public final class ByRelease implements EventListener {
    private final Consumer<EventEnvelope> listener;

    public ByRelease(Consumer<EventEnvelope> listener) {
        this.listener = listener;
    }

    @Override
    public void on(List<Heard> events) {
        Map<ReleaseId, List<EventEnvelope>> releases = new LinkedHashMap<>();
        for (Heard heard : events) {
            releases.computeIfAbsent(heard.envelope().release(), _ -> new ArrayList<>())
                    .add(heard.envelope());
        }
        Concurrently.map(List.copyOf(releases.values()), ofOne -> {
            ofOne.forEach(listener);
            return ofOne.size();
        });
    }
}
