package dev.slipway.bench.service;

import dev.slipway.bench.measure.Spread;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** From the moment at which an event is said to the moment at which somebody else hears of a checkpoint that covers it. */
final class CheckpointDelay {
    static final int PER_SECOND = 100;

    private static final int PARTITIONS = 3;
    private static final int RELEASES = 300;
    private static final int EACH = 20;

    private CheckpointDelay() {}

    static Spread measure() throws Exception {
        try (Backbone backbone = Backbone.start(PARTITIONS);
                TrailUnderLoad trail = TrailUnderLoad.start(backbone)) {
            Map<String, Long> saidAt = new HashMap<>();
            NavigableMap<Long, Long> heardAt;
            AtomicBoolean more = new AtomicBoolean(true);
            try (ExecutorService listener = Executors.newSingleThreadExecutor()) {
                Future<NavigableMap<Long, Long>> heard = listener.submit(() -> checkpoints(backbone, more));
                long begun = System.nanoTime();
                for (EventEnvelope event : Events.of("bench", RELEASES, EACH)) {
                    long due = begun + saidAt.size() * 1_000_000_000L / PER_SECOND;
                    LockSupport.parkNanos(due - System.nanoTime());
                    saidAt.put(event.id().value(), System.nanoTime());
                    backbone.producer().send(Backbone.CODEC.encode(event));
                }
                trail.awaitSigned(saidAt.size());
                more.set(false);
                heardAt = heard.get();
            }
            trail.verify(
                    IntStream.range(0, RELEASES)
                            .mapToObj(release -> "bench-v1.0." + release)
                            .toList(),
                    EACH);
            List<Duration> delays = new ArrayList<>();
            trail.indexes().forEach((event, index) -> {
                long covered = heardAt.ceilingEntry(index + 1).getValue();
                delays.add(Duration.ofNanos(covered - Objects.requireNonNull(saidAt.get(event))));
            });
            return new Spread(delays);
        }
    }

    /** When each size of the log was heard to be signed; ends when there is no more to come and nothing left to hear. */
    private static NavigableMap<Long, Long> checkpoints(Backbone backbone, AtomicBoolean more) {
        NavigableMap<Long, Long> heardAt = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", backbone.bootstrap(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(each -> new TopicPartition(Backbone.CODEC.topicName(Topic.CHECKPOINTS), each))
                    .toList());
            while (true) {
                boolean last = !more.get();
                var messages = consumer.poll(Duration.ofMillis(500));
                messages.forEach(message -> {
                    if (Backbone.CODEC.decode(message) instanceof Decoded.Read(var envelope)
                            && envelope.event() instanceof Checkpoints checkpoint) {
                        heardAt.put(checkpoint.size(), System.nanoTime());
                    }
                });
                if (last && messages.isEmpty()) {
                    return heardAt;
                }
            }
        }
    }
}
