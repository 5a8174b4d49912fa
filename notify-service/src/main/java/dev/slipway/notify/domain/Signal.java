package dev.slipway.notify.domain;

import dev.slipway.events.EventEnvelope;
import java.util.List;

/** What the notices of a release hear. */
public sealed interface Signal {
    /** Something happened that somebody may want to know. */
    record Happened(EventEnvelope envelope) implements Signal {}

    /** Deliveries were tried. */
    record Tried(List<Attempt> attempts) implements Signal {
        public Tried {
            attempts = List.copyOf(attempts);
        }
    }
}
