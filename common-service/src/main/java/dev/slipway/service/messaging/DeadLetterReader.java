package dev.slipway.service.messaging;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.kafka.core.ConsumerFactory;

/** Reads single messages by their place, outside of any group: for people, who do so now and then. */
public final class DeadLetterReader {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConsumerFactory<String, byte[]> consumers;

    public DeadLetterReader(ConsumerFactory<String, byte[]> consumers) {
        this.consumers = consumers;
    }

    /** The message at that place; empty where there is none. Throws where the broker does not answer. */
    public Optional<ConsumerRecord<String, byte[]>> read(String topic, int partition, long offset) {
        var place = new TopicPartition(topic, partition);
        var settings = new Properties();
        settings.putAll(Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false));
        try (Consumer<String, byte[]> consumer = consumers.createConsumer(null, null, "-reader", settings)) {
            consumer.assign(List.of(place));
            if (offset < end(consumer.beginningOffsets(List.of(place), PATIENCE), place)
                    || offset >= end(consumer.endOffsets(List.of(place), PATIENCE), place)) {
                return Optional.empty();
            }
            consumer.seek(place, offset);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() - deadline < 0) {
                Iterator<ConsumerRecord<String, byte[]>> polled =
                        consumer.poll(Duration.ofMillis(500)).iterator();
                if (polled.hasNext()) {
                    return Optional.of(polled.next()).filter(message -> message.offset() == offset);
                }
            }
            throw new TimeoutException("the broker did not give " + place + " at " + offset + " within " + PATIENCE);
        }
    }

    private static long end(Map<TopicPartition, Long> offsets, TopicPartition place) {
        return offsets.getOrDefault(place, 0L);
    }
}
