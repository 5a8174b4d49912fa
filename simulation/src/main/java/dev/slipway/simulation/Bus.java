package dev.slipway.simulation;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Topics and partitions that keep what was acknowledged, and the offsets that groups committed. */
final class Bus {
    static final int PARTITIONS = 2;

    private final EventCodec codec = new EventCodec("");
    private final Map<TopicPartition, List<Entry>> logs = new LinkedHashMap<>();
    private final Map<String, Map<TopicPartition, Integer>> committed = new HashMap<>();
    private final List<EventEnvelope> said = new ArrayList<>();
    private final Map<String, byte[]> contents = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();

    /** A message and the event that is in it. */
    record Entry(ConsumerRecord<String, byte[]> message, EventEnvelope envelope) {}

    void append(EventEnvelope envelope) {
        ProducerRecord<String, byte[]> encoded = codec.encode(envelope);
        var place =
                new TopicPartition(encoded.topic(), Math.floorMod(encoded.key().hashCode(), PARTITIONS));
        List<Entry> log = log(place);
        var message = new ConsumerRecord<>(
                place.topic(),
                place.partition(),
                log.size(),
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                encoded.key(),
                encoded.value(),
                new RecordHeaders(encoded.headers()),
                java.util.Optional.empty());
        if (!(codec.decode(message) instanceof Decoded.Read(var read))) {
            throw new IllegalStateException("what was encoded cannot be decoded: " + envelope);
        }
        log.add(new Entry(message, read));
        said.add(read);
        byte[] before = contents.putIfAbsent(read.id().value(), encoded.value());
        if (before != null && !Arrays.equals(before, encoded.value())) {
            contradictions.add(read.id() + " was said twice with different content");
        }
    }

    List<Entry> log(TopicPartition place) {
        return logs.computeIfAbsent(place, _ -> new ArrayList<>());
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
        return committed.getOrDefault(group, Map.of()).getOrDefault(place, 0);
    }

    void commit(String group, TopicPartition place, int offset) {
        committed.computeIfAbsent(group, _ -> new HashMap<>()).put(place, offset);
    }

    /** All that was acknowledged, in the order of that; an event that was said twice is here twice. */
    List<EventEnvelope> said() {
        return said;
    }

    List<String> contradictions() {
        return contradictions;
    }
}
