package dev.slipway.service.health;

import dev.slipway.service.config.KafkaShell;
import dev.slipway.service.messaging.TopicConsumer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer group is behind, as the broker knows it: also where none of its members lives, and where one of them
 * only thinks that it does.
 */
record Lag(String group, Collection<String> topics) {
    static List<Lag> of(KafkaShell shell) {
        return shell.consumers().stream()
                .map((TopicConsumer consumer) -> new Lag(consumer.group(), consumer.topics()))
                .toList();
    }

    /** Summed over its partitions; NaN where the broker does not say. */
    double behind(Admin admin) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetSpec> ends =
                    admin.describeTopics(topics).allTopicNames().get(3, TimeUnit.SECONDS).values().stream()
                            .flatMap((TopicDescription topic) -> topic.partitions().stream()
                                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                            .collect(Collectors.toMap(place -> place, _ -> OffsetSpec.latest()));
            Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(3, TimeUnit.SECONDS);
            return admin.listOffsets(ends).all().get(3, TimeUnit.SECONDS).entrySet().stream()
                    .mapToDouble(end -> {
                        OffsetAndMetadata offset =
                                taken.get(end.getKey()); // none yet: all from the beginning is to come
                        return Math.max(0, end.getValue().offset() - (offset == null ? 0 : offset.offset()));
                    })
                    .sum();
        } catch (ExecutionException | TimeoutException _) {
            return Double.NaN;
        }
    }
}
