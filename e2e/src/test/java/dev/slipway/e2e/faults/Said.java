package dev.slipway.e2e.faults;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All that the topics hold, read from their beginnings; and how far behind it each group of listeners is. */
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

    /** How many messages each group of the services has still to take, where there are any. */
    static Map<String, Long> lag(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, Long> lags = new HashMap<>();
        Set<String> groups = admin.listGroups().all().get().stream()
                .map(group -> group.groupId())
                .filter(group -> group.contains("-service"))
                .collect(Collectors.toSet());
        for (var group : admin.listConsumerGroupOffsets(groups.stream()
                        .collect(Collectors.toMap(name -> name, _ -> new ListConsumerGroupOffsetsSpec())))
                .all()
                .get()
                .entrySet()) {
            Map<TopicPartition, OffsetAndMetadata> taken = group.getValue();
            var ends = admin.listOffsets(
                            taken.keySet().stream().collect(Collectors.toMap(place -> place, _ -> OffsetSpec.latest())))
                    .all()
                    .get();
            long lag = taken.entrySet().stream()
                    .filter(place -> place.getValue() != null)
                    .mapToLong(place -> Math.max(
                            0,
                            Objects.requireNonNull(ends.get(place.getKey())).offset()
                                    - place.getValue().offset()))
                    .sum();
            if (lag > 0) {
                lags.put(group.getKey(), lag);
            }
        }
        return lags;
    }
}
