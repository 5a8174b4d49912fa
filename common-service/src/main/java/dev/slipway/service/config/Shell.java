package dev.slipway.service.config;

import dev.slipway.events.Topic;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.messaging.DeadLetter;
import dev.slipway.service.messaging.EventListener;
import dev.slipway.service.messaging.RawListener;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** What a service stands on: it says what it is made of, and the shell keeps that alive. */
public interface Shell {
    /** Aggregates of one kind, kept in the collection of that name, with an index for each of {@code indexedFields}. */
    <S, G> Aggregates<S, G> aggregates(String collection, Behaviour<S, G> behaviour, String... indexedFields);

    /** Something that has to succeed before the service listens, such as making an index; repeated until it does. */
    void before(Runnable preparation);

    /** Hears these topics in the consumer group {@code <service>}. */
    void listen(Collection<Topic> topics, EventListener listener);

    /** Hears a topic that others write to in a form of their own, in a group of its own: many of them hold up no event. */
    void listenRaw(Topic topic, RawListener listener);

    /** Hears the dead letters of all services, in a consumer group of its own, so that they hold up no event. */
    void listenToDeadLetters(Consumer<List<DeadLetter>> listener);
}
