package dev.slipway.service.messaging;

import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.aggregate.RuleFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Hears topics as one member of the service's consumer group. What cannot be read, and what our own rules throw on, goes to
 * the dead letters; every other failure is one of the infrastructure and is waited out without limit, never skipped.
 */
public final class EventConsumer extends TopicConsumer {
    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

    private final EventCodec codec;
    private final EventListener listener;
    private final DeadLetters deadLetters;

    public EventConsumer(
            ConsumerFactory<String, byte[]> consumers,
            EventCodec codec,
            Collection<Topic> topics,
            String group,
            int concurrency,
            EventListener listener,
            DeadLetters deadLetters) {
        super(consumers, topics.stream().map(codec::topicName).toList(), group, concurrency);
        this.codec = codec;
        this.listener = listener;
        this.deadLetters = deadLetters;
    }

    @Override
    void onPoll(List<ConsumerRecord<String, byte[]>> messages) {
        List<EventListener.Heard> heard = new ArrayList<>(messages.size());
        Map<ConsumerRecord<String, byte[]>, String> hopeless = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            switch (codec.decode(message)) {
                case Decoded.Read(var envelope) -> heard.add(new EventListener.Heard(envelope, message));
                case Decoded.Malformed(String reason) -> hopeless.put(message, reason);
            }
        }
        hopeless.putAll(brokenOn(heard));
        hopeless.forEach(deadLetters::keep); // last: what is thrown above lets all of them come again
    }

    /** Has them heard; answers those that our rules throw on. */
    private Map<ConsumerRecord<String, byte[]>, String> brokenOn(List<EventListener.Heard> heard) {
        if (heard.isEmpty()) {
            return Map.of();
        }
        try {
            listener.on(heard);
            return Map.of();
        } catch (RuleFailure _) {
            return oneByOne(heard);
        }
    }

    /** Finds the events that our rules throw on; all are repeatable, and those that were taken are skipped as seen. */
    private Map<ConsumerRecord<String, byte[]>, String> oneByOne(List<EventListener.Heard> heard) {
        Map<ConsumerRecord<String, byte[]>, String> broken = new LinkedHashMap<>();
        for (EventListener.Heard one : heard) {
            try {
                listener.on(List.of(one));
            } catch (RuleFailure e) {
                log.atError()
                        .addKeyValue("event", one.envelope().id())
                        .setCause(e)
                        .log("a rule failed, the event goes to the dead letters");
                broken.put(one.message(), e.getMessage() == null ? e.toString() : e.getMessage());
            }
        }
        return broken;
    }
}
