package dev.slipway.service.aggregate;

import dev.slipway.events.EventEnvelope;
import java.util.List;

/** Says events for good. */
@FunctionalInterface
public interface Publisher {
    /** Returns when all of them are acknowledged by all replicas; throws where any may not be. Repeating is harmless. */
    void publish(List<EventEnvelope> events);
}
