package dev.slipway.e2e.faults;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.messaging.DeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All that the topics hold, read from their beginnings. */
record Said(List<ConsumerRecord<String, byte[]>> messages) {

    static Said in(String bootstrap) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "auto.offset.reset",
                "earliest",
                "fetch.max.wait.ms",
                10); // a consumer is not closed before its last fetch is answered
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

    /**
     * An event that was said once, or once more.
     *
     * @param words in the form in which the trail keeps it
     */
    record Word(EventEnvelope event, String words) {}

    /** In the order of each topic's partitions, each as often as it was said. */
    List<Word> words() {
        EventCodec codec = new EventCodec("");
        return messages.stream()
                .filter(message -> Topic.named(message.topic()).isPresent())
                .filter(message -> !message.topic().equals(Topic.BUILD_EVENTS.topicName()))
                .flatMap(message -> codec.decode(message) instanceof Decoded.Read(var envelope)
                        ? Stream.of(new Word(envelope, EventCodec.asSaid(envelope, message)))
                        : Stream.empty())
                .toList();
    }

    List<EventEnvelope> events() {
        return words().stream().map(Word::event).toList();
    }

    /** The places of the dead letters, which are the ids that the trail has for them. */
    Set<String> letters() {
        return messages.stream()
                .filter(message -> message.topic().endsWith(DeadLetters.SUFFIX))
                .map(message -> "%s/%d/%d".formatted(message.topic(), message.partition(), message.offset()))
                .collect(Collectors.toSet());
    }
}
