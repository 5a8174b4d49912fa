package dev.slipway.service.messaging;

import dev.slipway.events.codec.Decoded;
import dev.slipway.service.aggregate.RuleFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages in, for good. What cannot be read, and what our own rules throw on, is kept as a dead letter; every other
 * failure is one of the infrastructure and is thrown, so that all of them come again.
 */
public final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final Function<ConsumerRecord<String, byte[]>, Decoded> codec;
    private final EventListener listener;
    private final BiConsumer<ConsumerRecord<String, byte[]>, String> deadLetters;

    /** @param deadLetters keeps a message, with the reason, and returns when it is kept for good */
    public Intake(
            Function<ConsumerRecord<String, byte[]>, Decoded> codec,
            EventListener listener,
            BiConsumer<ConsumerRecord<String, byte[]>, String> deadLetters) {
        this.codec = codec;
        this.listener = listener;
        this.deadLetters = deadLetters;
    }

    /** Takes those of one poll; their offsets may be committed when it returns. */
    public void take(List<ConsumerRecord<String, byte[]>> messages) {
        List<EventListener.Heard> heard = new ArrayList<>(messages.size());
        Map<ConsumerRecord<String, byte[]>, String> hopeless = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            switch (codec.apply(message)) {
                case Decoded.Read(var envelope) -> heard.add(new EventListener.Heard(envelope, message));
                case Decoded.Malformed(String reason) -> hopeless.put(message, reason);
            }
        }
        hopeless.putAll(brokenOn(heard));
        hopeless.forEach(deadLetters); // last: what is thrown above lets all of them come again
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
