package dev.slipway.gate;

import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.Actor;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Topic;
import dev.slipway.events.Version;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.service.messaging.DeadLetters;
import dev.slipway.service.security.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** The world around gate-service: a broker, a store, and the other services, which are the test. */
final class World implements AutoCloseable {
    static final Duration SOON = Duration.ofMinutes(2);
    static final String GITHUB_SECRET = "It's a Secret to Everybody";

    /** By name; a token is its owner's name with {@code -token} behind it. */
    private static final Map<String, List<String>> PEOPLE = Map.of(
            "erin", List.of("ENGINEER"),
            "rita", List.of("RELEASE_APPROVER"),
            "both", List.of("ENGINEER", "RELEASE_APPROVER"),
            "ops", List.of("OPERATOR"),
            "audrey", List.of("AUDITOR"),
            "ci", List.of("CI"));

    private final EmbeddedBroker broker;
    private final Path data;
    private EmbeddedStore store;
    private final Path credentials;
    private final EventCodec codec = new EventCodec("");
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<EventId, EventEnvelope> heard = new LinkedHashMap<>();
    private int said;

    World(Path folder) throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        data = folder.resolve("store");
        store = EmbeddedStore.start(data, 0);
        credentials = folder.resolve("credentials.json");
        Files.writeString(
                credentials,
                PEOPLE.entrySet().stream()
                        .map(person -> """
                                {"name": "%s", "roles": %s, "sha256": "%s"}""".formatted(
                                        person.getKey(),
                                        person.getValue().stream()
                                                .map(role -> '"' + role + '"')
                                                .toList(),
                                        Credentials.hash(person.getKey() + "-token")))
                        .collect(Collectors.joining(",\n", "{\"credentials\": [", "]}")));
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("group.id", "test-" + UUID.randomUUID());
        properties.put("auto.offset.reset", "earliest");
        properties.put("metadata.max.age.ms", "500");
        producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** One more instance of the service, which listens. */
    ConfigurableApplicationContext service() {
        return service(GITHUB_SECRET);
    }

    ConfigurableApplicationContext service(String githubSecret) {
        ConfigurableApplicationContext context = GateServiceApplication.application()
                .run(
                        "--server.port=0",
                        "--slipway.kafka.bootstrap=" + broker.bootstrapServers(),
                        "--slipway.kafka.partitions=2",
                        "--slipway.mongodb.uri=" + store.uri(),
                        "--slipway.security.credentials-file=" + credentials,
                        "--slipway.gate.github-secret=" + githubSecret,
                        "--slipway.gate.max-evidence-bytes=100000");
        consumer.subscribe(Topic.all().stream().map(Topic::topicName).toList());
        return context;
    }

    Api api(ConfigurableApplicationContext service) {
        return new Api(url(service));
    }

    String url(ConfigurableApplicationContext service) {
        return "http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port");
    }

    static String release(String version) {
        return ReleaseId.of("shop", new Version(version)).value();
    }

    /** Says an event in place of another service; twice, because every event may come twice. */
    void say(String source, String version, @Nullable String stage, Event event) {
        EventEnvelope envelope = new EventEnvelope(
                new EventId(source + "/" + said++),
                source,
                new ReleaseId(release(version)),
                "shop",
                version,
                stage,
                said,
                null,
                Actor.service(source),
                Instant.now(),
                null,
                event);
        try {
            producer.send(codec.encode(envelope)).get();
            producer.send(codec.encode(envelope)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does something while there is no store, which then comes back with all that it had. */
    void withoutStore(Runnable meanwhile) {
        int port = URI.create(store.uri()).getPort();
        store.close();
        try {
            meanwhile.run();
        } finally {
            store = EmbeddedStore.start(data, port);
        }
    }

    /** CI says something on the topic of build events. */
    void build(String body, Map<String, String> headers) {
        var message =
                new ProducerRecord<>(Topic.BUILD_EVENTS.topicName(), "any key", body.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(message).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Why messages on the topic of build events became dead letters, by their bodies. */
    Map<String, String> deadBuilds() {
        Map<String, String> reasons = new LinkedHashMap<>();
        TopicPartition letters = new TopicPartition(Topic.BUILD_EVENTS.deadLetterName(), 0);
        try (var reader = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            reader.assign(List.of(letters));
            reader.seekToBeginning(List.of(letters));
            long end = reader.endOffsets(List.of(letters)).getOrDefault(letters, 0L);
            while (reader.position(letters) < end) {
                reader.poll(Duration.ofMillis(20))
                        .forEach(letter -> reasons.put(
                                new String(letter.value(), StandardCharsets.UTF_8),
                                new String(
                                        letter.headers()
                                                .lastHeader(DeadLetters.REASON)
                                                .value(),
                                        StandardCharsets.UTF_8)));
            }
        }
        return reasons;
    }

    /** What the service said of a release, each once, in the order of its clock. */
    List<EventEnvelope> heard(String version) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(20))) {
            if (codec.decode(record) instanceof Decoded.Read(var envelope)
                    && envelope.source().equals("gate-service")) {
                heard.put(envelope.id(), envelope);
            }
        }
        return heard.values().stream()
                .filter(envelope -> envelope.release().value().equals(release(version)))
                .sorted(Comparator.comparingLong(EventEnvelope::clock))
                .toList();
    }

    /** Waits for the {@code nth} event of a type, counted from 1. */
    <E extends Event> E await(String version, Class<E> type, int nth) {
        return Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> of(version, type).skip(nth - 1).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    <E extends Event> Stream<E> of(String version, Class<E> type) {
        return heard(version).stream()
                .map(EventEnvelope::event)
                .filter(type::isInstance)
                .map(type::cast);
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        store.close();
        broker.close();
    }
}
