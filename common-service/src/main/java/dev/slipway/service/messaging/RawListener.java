package dev.slipway.service.messaging;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hears messages that are no events of ours, as they came; they may come again. */
@FunctionalInterface
public interface RawListener {
    /**
     * Takes a message, for good. An exception means: again, later.
     *
     * @return why no repetition makes it fit, which sends it to the dead letters; empty where it was taken
     */
    Optional<String> on(ConsumerRecord<String, byte[]> message);
}
