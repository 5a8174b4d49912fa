package dev.slipway.bench.service;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Hears releases end, as any other service would. */
final class Ends implements AutoCloseable {
    private static final List<Topic> TOPICS = List.of(Topic.RELEASE_COMPLETED, Topic.RELEASE_STOPPED);

    private final Map<String, End> ends = new ConcurrentHashMap<>();
    private final KafkaConsumer<String, byte[]> consumer;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    /**
     * One of them.
     *
     * @param decided when, as the event itself says
     * @param heard when it was heard here
     */
    record End(Instant decided, Instant heard) {}

    Ends(Backbone backbone, int partitions) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", backbone.bootstrap(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(TOPICS.stream()
                .flatMap(topic -> IntStream.range(0, partitions)
                        .mapToObj(each -> new TopicPartition(Backbone.CODEC.topicName(topic), each)))
                .toList());
        thread.execute(this::listen);
    }

    private void listen() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofSeconds(10)).forEach(message -> {
                    if (Backbone.CODEC.decode(message) instanceof Decoded.Read(EventEnvelope envelope)) {
                        ends.putIfAbsent(envelope.release().value(), new End(envelope.time(), Instant.now()));
                    }
                });
            }
        } catch (WakeupException _) {
            // closed
        }
    }

    Map<String, End> ends() {
        return ends;
    }

    @Override
    public void close() {
        consumer.wakeup();
        thread.close();
    }
}
