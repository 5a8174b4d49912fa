package dev.slipway.service.aggregate;

import dev.slipway.decision.Decision;
import dev.slipway.events.EventEnvelope;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What makes an aggregate of a service that one: its rules and how it meets the world. The rest is the same for all.
 *
 * @param <S> its state: a sealed interface of records, stored as JSON
 * @param <G> its signals: events, commands and what came of outside work, as its rules see them
 */
public interface Behaviour<S, G> {
    /** The type of the stored state; sealed interfaces carry a {@code @JsonTypeInfo}. */
    Class<S> stateType();

    /** The state of an aggregate that nobody has heard of. */
    S initial(String id);

    /** Which aggregate an event is for and what it means to it; empty where it means nothing. */
    Optional<Routed<G>> route(EventEnvelope envelope);

    /** The rules; pure. An exception is a bug: the event goes to the dead letters. */
    Decision<S> decide(S state, G signal, Instant now);

    /** What the events that this aggregate says are about. Called only where a decision says something. */
    Subject subject(S state);

    /**
     * Does what the saved state wants done outside, when its {@code wakeAt} has come, and answers with what came of it. May
     * be called again after a crash, and by another instance after a lease ran out: it has to be idempotent, and short
     * (well below {@link Aggregates#LEASE}; what takes longer is asked again at the next {@code wakeAt}). An exception is
     * an outside fault: it is done again, with growing delays, without end. Who took the lease over may be at work already:
     * where that matters, writes carry {@link Turn#version()} and are refused where a greater one was.
     */
    G work(Turn<S> turn);

    /** Fields beside the state that queries need; values are texts, numbers, booleans, instants or lists of texts. */
    default Map<String, Object> indexed(S state) {
        return Map.of();
    }
}
