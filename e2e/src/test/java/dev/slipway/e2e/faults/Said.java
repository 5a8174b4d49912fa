package dev.slipway.e2e.faults;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All that the topics hold, read from their beginnings. */
record Said(List<ConsumerRecord<String, byte[]>> messages) {

    static Said in(String bootstrap) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> places = consumer.listTopics().entrySet().stream()
                    .filter(topic -> isOurs(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(places);
            consumer.seekToBeginning(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return new Said(all);
    }

    static boolean isOurs(String topic) {
        return Topic.named(topic.replaceAll("\\.dlt$", "")).isPresent();
    }

    /** In the order of each topic's partitions, each as often as it was said. */
    List<EventEnvelope> events() {
        EventCodec codec = new EventCodec("");
        return messages.stream()
                .filter(message -> Topic.named(message.topic()).isPresent())
                .filter(message -> !message.topic().equals(Topic.BUILD_EVENTS.topicName()))
                .flatMap(message -> codec.decode(message) instanceof Decoded.Read(var envelope)
                        ? List.of(envelope).stream()
                        : List.<EventEnvelope>of().stream())
                .toList();
    }
}
