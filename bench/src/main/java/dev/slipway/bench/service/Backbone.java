package dev.slipway.bench.service;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.messaging.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A broker in this process with all topics, and a store over the wire: the embedded one, or the server that
 * {@code SLIPWAY_MONGODB_URI} names, on which it takes a database of its own. Each has a folder of its own and is empty.
 */
final class Backbone implements AutoCloseable {
    static final EventCodec CODEC = new EventCodec("");

    private static final @Nullable String OUTSIDE = System.getenv("SLIPWAY_MONGODB_URI");

    private final Path folder;
    private final int partitions;
    private final EmbeddedBroker broker;
    private final @Nullable EmbeddedStore store;
    private final String uri;
    private final MongoClient client;
    private final MongoDatabase database;
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;

    private Backbone(Path folder, int partitions, EmbeddedBroker broker, @Nullable EmbeddedStore store, String uri) {
        this.folder = folder;
        this.partitions = partitions;
        this.broker = broker;
        this.store = store;
        this.uri = uri;
        this.client = MongoClients.create(uri);
        this.database =
                client.getDatabase("bench_" + UUID.randomUUID().toString().substring(0, 8));
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all", "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    static Backbone start(int partitions) throws IOException {
        Path folder = Files.createTempDirectory("slipway-bench");
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        EmbeddedStore store = OUTSIDE == null ? EmbeddedStore.start(folder.resolve("store.mv"), 0) : null;
        Backbone backbone =
                new Backbone(folder, partitions, broker, store, store == null ? String.valueOf(OUTSIDE) : store.uri());
        Topics.create(backbone.admin, CODEC, partitions);
        return backbone;
    }

    /** What the store is, for a heading. */
    static String storeName() {
        return OUTSIDE == null ? "the embedded store" : "the store of SLIPWAY_MONGODB_URI";
    }

    /** What a service has to be told to stand on this. */
    Map<String, Object> settings() {
        return Map.of(
                "server.port",
                0,
                "server.address",
                "127.0.0.1",
                "slipway.kafka.bootstrap",
                bootstrap(),
                "slipway.kafka.partitions",
                partitions,
                "slipway.mongodb.uri",
                uri,
                "slipway.mongodb.database",
                database.getName());
    }

    Path folder() {
        return folder;
    }

    String bootstrap() {
        return broker.bootstrapServers();
    }

    MongoDatabase database() {
        return database;
    }

    KafkaProducer<String, byte[]> producer() {
        return producer;
    }

    /** Says them as fast as the broker takes them; returns when it has them all. */
    void say(List<EventEnvelope> events) {
        for (EventEnvelope event : events) {
            ProducerRecord<String, byte[]> message = CODEC.encode(event);
            producer.send(message);
        }
        producer.flush();
    }

    /** How many messages of the topic the group has not committed yet. */
    long lag(String group, Topic topic) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say what " + group + " committed", e.getCause());
        }
        return ends(topic).entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata offset = committed.get(end.getKey());
                    return end.getValue() - (offset == null ? 0 : offset.offset());
                })
                .sum();
    }

    /** How many messages the topic has. */
    long said(Topic topic) throws InterruptedException {
        return ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends(Topic topic) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(CODEC.topicName(topic), partition))
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        try {
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say where " + topic + " ends", e.getCause());
        }
    }

    @Override
    public void close() {
        database.drop();
        producer.close();
        admin.close();
        client.close();
        broker.close();
        if (store != null) {
            store.close();
        }
        // The folder stays for who wants to look; it is one of the system's temporary ones.
    }
}
