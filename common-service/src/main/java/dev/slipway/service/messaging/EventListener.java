package dev.slipway.service.messaging;

import dev.slipway.events.EventEnvelope;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hears the events of one poll, in the order of their partitions; its return lets their offsets be committed. */
@FunctionalInterface
public interface EventListener {
    /** Takes them all, for good. An exception means: all of them again, later. */
    void on(List<Heard> events);

    /** An event and the message that it came in. */
    record Heard(EventEnvelope envelope, ConsumerRecord<String, byte[]> message) {}
}
