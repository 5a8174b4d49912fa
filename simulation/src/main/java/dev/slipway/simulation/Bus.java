package dev.slipway.simulation;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Topics and partitions that keep what was acknowledged, and the offsets that groups committed. */
final class Bus {
    static final int PARTITIONS = 2;

    private final EventCodec codec = new EventCodec("");
    private final Map<TopicPartition, Partition> logs = new HashMap<>();
    private final Map<ConsumerRecord<String, byte[]>, Decoded> decoded = new HashMap<>();
    private final List<Said> said = new ArrayList<>();
    private final Map<String, byte[]> contents = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();
    private final Map<ConsumerRecord<String, byte[]>, Set<String>> dead = new HashMap<>();

    /** An event, the message that it is in, and when that was acknowledged, by the world's time. */
    record Said(EventEnvelope envelope, ConsumerRecord<String, byte[]> message, Instant at) {}

    /** What was written to a partition, in its order, and how far groups have come with it. */
    static final class Partition {
        private final List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();
        private final Map<String, Integer> committed = new HashMap<>();

        int size() {
            return messages.size();
        }

        /** When the message of that offset was acknowledged. */
        Instant at(int offset) {
            return times.get(offset);
        }

        List<ConsumerRecord<String, byte[]>> messages(int from, int until) {
            return messages.subList(from, until);
        }

        void commit(String group, int offset) {
            committed.put(group, offset);
        }
    }

    void append(EventEnvelope envelope, Instant at) {
        if (write(codec.encode(envelope), at) instanceof Decoded.Malformed(var reason)) {
            throw new IllegalStateException("what was encoded cannot be decoded: " + reason + ", " + envelope);
        }
    }

    /** Whatever it is that somebody has written; answers with what our services make of it. */
    Decoded write(ProducerRecord<String, byte[]> record, Instant at) {
        var place = new TopicPartition(record.topic(), Math.floorMod(Objects.hashCode(record.key()), PARTITIONS));
        Partition log = log(place);
        var message = new ConsumerRecord<>(
                place.topic(),
                place.partition(),
                log.size(),
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                new RecordHeaders(record.headers()),
                Optional.empty());
        Decoded content = codec.decode(message);
        decoded.put(message, content);
        log.messages.add(message);
        log.times.add(at);
        if (content instanceof Decoded.Read(var read)) {
            said.add(new Said(read, message, at));
            byte[] before = contents.putIfAbsent(read.id().value(), record.value());
            if (before != null && !Arrays.equals(before, record.value())) {
                contradictions.add("D: " + read.id() + " was said twice with different content");
            }
        }
        return content;
    }

    /** A function of the message alone, so it is done once for all who hear it. */
    Decoded decode(ConsumerRecord<String, byte[]> message) {
        return Objects.requireNonNull(decoded.get(message));
    }

    Partition log(TopicPartition place) {
        return logs.computeIfAbsent(place, _ -> new Partition());
    }

    List<TopicPartition> places(List<Topic> topics) {
        List<TopicPartition> places = new ArrayList<>();
        for (Topic topic : topics) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                places.add(new TopicPartition(codec.topicName(topic), partition));
            }
        }
        return places;
    }

    int committed(String group, TopicPartition place) {
        return log(place).committed.getOrDefault(group, 0);
    }

    void keepDead(String group, ConsumerRecord<String, byte[]> message) {
        dead.computeIfAbsent(message, _ -> new HashSet<>()).add(group);
    }

    /** All that nobody can read. */
    List<ConsumerRecord<String, byte[]>> malformed() {
        return decoded.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Decoded.Malformed)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All that services put aside, and which of them did. */
    Map<ConsumerRecord<String, byte[]>, Set<String>> dead() {
        return dead;
    }

    /** All that was acknowledged, in the order of that; an event that was said twice is here twice. */
    List<Said> said() {
        return said;
    }

    List<String> contradictions() {
        return contradictions;
    }
}
