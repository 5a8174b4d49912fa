package dev.slipway.e2e.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far behind the topics the services' groups are. */
final class Lag {
    private Lag() {}

    /** How many messages each group has still to take, where there are any; a service that has no group at all is -1. */
    static Map<String, Long> of(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> groups = admin.listGroups().all().get().stream()
                .map(group -> group.groupId())
                .filter(group -> group.contains("-service"))
                .collect(Collectors.toSet());
        Map<String, Long> lags = new HashMap<>();
        Arrays.stream(Service.values())
                .map(Service::toString)
                .filter(service -> !groups.contains(service))
                .forEach(service -> lags.put(service, -1L));
        for (String group : groups) {
            long lag = of(admin, group);
            if (lag > 0) {
                lags.put(group, lag);
            }
        }
        return lags;
    }

    private static long of(Admin admin, String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(group)
                .get();
        return admin
                .listOffsets(places(admin, group, taken.keySet()).stream()
                        .collect(Collectors.toMap(place -> place, _ -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .mapToLong(end -> {
                    OffsetAndMetadata here = taken.get(end.getKey());
                    return Math.max(0, end.getValue().offset() - (here == null ? 0 : here.offset()));
                })
                .sum();
    }

    /** All partitions of the topics that the group listens to: one of which it has taken nothing yet has the most lag. */
    private static List<TopicPartition> places(Admin admin, String group, Set<TopicPartition> taken)
            throws ExecutionException, InterruptedException {
        Set<String> topics = new HashSet<>();
        taken.forEach(place -> topics.add(place.topic()));
        Objects.requireNonNull(
                        admin.describeConsumerGroups(List.of(group)).all().get().get(group))
                .members()
                .forEach(member -> member.assignment().topicPartitions().forEach(place -> topics.add(place.topic())));
        List<TopicPartition> places = new ArrayList<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, about) -> about.partitions()
                        .forEach(partition -> places.add(new TopicPartition(topic, partition.partition()))));
        return places;
    }
}
