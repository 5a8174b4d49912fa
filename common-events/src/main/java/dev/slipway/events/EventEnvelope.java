package dev.slipway.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with its circumstances.
 *
 * @param source the service that says it, such as {@code gate-service}
 * @param stage the stage it is about; null where it is about the whole release
 * @param clock a Lamport clock per release: every event is above all events that its speaker had heard of the release, so
 *     sorting by it never puts an effect before its cause, whatever the topics
 * @param causation the event that made its speaker say it; null where a person or a timer did
 * @param traceparent W3C trace context
 * @see <a href="https://doi.org/10.1145/359545.359563">Lamport: Time, Clocks, and the Ordering of Events</a>
 */
public record EventEnvelope(
        EventId id,
        String source,
        ReleaseId release,
        String application,
        String version,
        @Nullable String stage,
        long clock,
        @Nullable EventId causation,
        Actor actor,
        Instant time,
        @Nullable String traceparent,
        Event event) {
    public EventEnvelope {
        if (clock < 0) {
            throw new IllegalArgumentException("clock of event " + id + " is " + clock + ": it starts at 0");
        }
    }

    public String type() {
        return event instanceof UnknownEvent unknown
                ? unknown.type()
                : event.getClass().getSimpleName();
    }
}
