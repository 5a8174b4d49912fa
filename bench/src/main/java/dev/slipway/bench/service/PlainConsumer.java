package dev.slipway.bench.service;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import dev.slipway.events.codec.MessageHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.bson.RawBsonDocument;

/**
 * The peer of the trail: for each message it inserts the very document that the trail has made of it, which somebody has
 * made for it before. It reads nothing, checks nothing, hashes nothing, and keeps no index but the one over the id.
 */
final class PlainConsumer implements AutoCloseable {
    private static final String GROUP = "plain-consumer";

    private final Map<String, RawBsonDocument> documents;
    private final MongoCollection<RawBsonDocument> into;
    private final boolean together;
    private final KafkaConsumer<String, byte[]> consumer;

    /**
     * @param documents by the ids of their events
     * @param together whether it inserts a poll's documents by one command, or each by its own
     */
    PlainConsumer(Backbone backbone, Map<String, RawBsonDocument> documents, boolean together) {
        this.documents = documents;
        this.into = backbone.database()
                .getCollection("plain", RawBsonDocument.class)
                .withWriteConcern(WriteConcern.MAJORITY);
        this.together = together;
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
        consumer.subscribe(List.of(Backbone.CODEC.topicName(TrailUnderLoad.HEARS)));
    }

    /** Takes so many messages; returns when the last is committed. */
    void take(int messages) {
        for (int taken = 0; taken < messages; ) {
            List<RawBsonDocument> poll = new ArrayList<>();
            for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                String id = Objects.requireNonNull(MessageHeaders.text(message, "ce_id"));
                poll.add(Objects.requireNonNull(documents.get(id), id));
            }
            if (together && !poll.isEmpty()) {
                into.insertMany(poll);
            } else {
                poll.forEach(into::insertOne);
            }
            consumer.commitSync();
            taken += poll.size();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
