package dev.slipway.bench.service;

import dev.slipway.service.aggregate.StoredAggregate;
import dev.slipway.service.mongo.MongoAggregateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The peer of the shell: what it asks of the store and the broker, in its order and its sizes, by one thread that does
 * nothing else. No rule, no JSON, no container, no lock, no log: less cannot do it, unless it asks for less.
 */
final class ByHand implements AutoCloseable {
    private static final String GROUP = "by-hand";
    private static final String OUTBOX = "x".repeat(500);

    private final Backbone backbone;
    private final MongoAggregateStore store;
    private final KafkaConsumer<String, byte[]> consumer;

    ByHand(Backbone backbone) {
        this.backbone = backbone;
        this.store = new MongoAggregateStore(backbone.database(), GROUP);
        this.store.createIndexes(List.of());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        backbone.bootstrap(),
                        "group.id",
                        GROUP,
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(Backbone.CODEC.topicName(TallyService.HEARS)));
    }

    /** Takes so many messages; returns when the last is committed. */
    void take(int messages) throws InterruptedException, ExecutionException {
        for (int taken = 0; taken < messages; ) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                take(message);
                taken++;
            }
            consumer.commitSync();
        }
    }

    private void take(ConsumerRecord<String, byte[]> message) throws InterruptedException, ExecutionException {
        StoredAggregate before = store.load(message.key())
                .orElseGet(() -> new StoredAggregate(
                        message.key(), 0, "{}", 0, List.of(), List.of(), List.of(), null, null, null, Map.of()));
        List<String> seen = new ArrayList<>(before.seen());
        seen.add("bench/" + message.key() + "/" + message.offset() + "/0");
        StoredAggregate after = new StoredAggregate(
                before.id(),
                before.version() + 1,
                "{\"release\":\"" + before.id() + "\",\"count\":0}",
                before.clock() + 1,
                seen,
                List.of(OUTBOX),
                List.of(),
                null,
                null,
                null,
                Map.of());
        if (!store.saveIfUnchanged(after, null)) {
            throw new IllegalStateException("somebody else writes " + before.id());
        }
        backbone.producer()
                .send(new ProducerRecord<>(
                        Backbone.CODEC.topicName(TallyService.SAYS),
                        null,
                        message.key(),
                        message.value(),
                        message.headers()))
                .get();
        store.markPublished(after.id(), after.version(), null);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
