package dev.slipway.service.aggregate;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import org.jspecify.annotations.Nullable;

/**
 * A signal and where it came from.
 *
 * @param key what tells a repetition: an event's id, a webhook's delivery id; null for a signal that may repeat
 * @param clock the Lamport clock of the event; 0 for what is none
 * @param traceparent of the event; what is none belongs to the trace that its thread works for
 * @param event the event itself, so that it can wait; null for what is none
 */
public record Incoming<G>(
        G signal,
        @Nullable String key,
        long clock,
        @Nullable EventId causation,
        @Nullable String traceparent,
        @Nullable EventEnvelope event) {

    public static <G> Incoming<G> of(EventEnvelope envelope, G signal) {
        return new Incoming<>(
                signal, envelope.id().value(), envelope.clock(), envelope.id(), envelope.traceparent(), envelope);
    }

    /** A person's or a CI system's command; the rules name who gave it in what they say. */
    public static <G> Incoming<G> command(G signal, @Nullable String key) {
        return new Incoming<>(signal, key, 0, null, null, null);
    }

    /** What came of work that the state wanted. */
    public static <G> Incoming<G> result(G signal) {
        return new Incoming<>(signal, null, 0, null, null, null);
    }
}
