package dev.slipway.canary;

import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.Actor;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.sandbox.SandboxCluster;
import dev.slipway.service.security.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.context.ConfigurableApplicationContext;

/** A real broker, a real store and a cluster around the service; the test is all the other services. */
final class World implements AutoCloseable {
    static final Duration SOON = Duration.ofMinutes(2);

    private final EmbeddedBroker broker;
    private final EmbeddedStore store;
    final SandboxCluster cluster;
    private final Path credentials;
    private final Path kubeconfig;
    private final EventCodec codec = new EventCodec("");
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<EventId, EventEnvelope> heard = new LinkedHashMap<>();
    private int said;

    World(Path folder) throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        store = EmbeddedStore.inMemory();
        cluster = SandboxCluster.start(folder.resolve("cluster"), 0, 0);
        kubeconfig = folder.resolve("kubeconfig");
        cluster.kubeconfig(kubeconfig);
        credentials = folder.resolve("credentials.json");
        Files.writeString(
                credentials, """
                {"credentials": [
                  {"name": "ada", "roles": ["ENGINEER"], "sha256": "%s"},
                  {"name": "eve", "roles": ["AUDITOR"], "sha256": "%s"}]}
                """.formatted(Credentials.hash("token-of-ada"), Credentials.hash("token-of-eve")));
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("group.id", "test-" + UUID.randomUUID());
        properties.put("auto.offset.reset", "earliest");
        properties.put("metadata.max.age.ms", "500");
        producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** One more instance of the service. */
    ConfigurableApplicationContext service() {
        ConfigurableApplicationContext context = CanaryServiceApplication.application()
                .bannerMode(Banner.Mode.OFF)
                .run(
                        "--server.port=0",
                        "--slipway.kafka.bootstrap=" + broker.bootstrapServers(),
                        "--slipway.kafka.partitions=2",
                        "--slipway.mongodb.uri=" + store.uri(),
                        "--slipway.security.credentials-file=" + credentials,
                        "--slipway.kubernetes.kubeconfig=" + kubeconfig);
        consumer.subscribe(Topic.all().stream().map(Topic::topicName).toList());
        return context;
    }

    EventEnvelope say(String version, @Nullable String stage, Event event) {
        EventEnvelope envelope = new EventEnvelope(
                new EventId("test/" + said++),
                "test",
                release(version),
                "shop",
                version,
                stage,
                said,
                null,
                Actor.service("test"),
                Instant.now(),
                null,
                event);
        say(envelope);
        return envelope;
    }

    void say(EventEnvelope envelope) {
        try {
            producer.send(codec.encode(envelope)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    static ReleaseId release(String version) {
        return new ReleaseId("shop-" + version);
    }

    /** What the service said of a release, each once, in the order of its clock. */
    List<EventEnvelope> heard(String version) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(20))) {
            if (codec.decode(record) instanceof Decoded.Read(var envelope)
                    && envelope.source().equals("canary-service")) {
                heard.put(envelope.id(), envelope);
            }
        }
        return heard.values().stream()
                .filter(envelope -> envelope.release().equals(release(version)))
                .sorted((a, b) -> Long.compare(a.clock(), b.clock()))
                .toList();
    }

    <E extends Event> Stream<E> of(String version, Class<E> type) {
        return heard(version).stream()
                .map(EventEnvelope::event)
                .filter(type::isInstance)
                .map(type::cast);
    }

    /** Waits for the {@code nth} event of a type, counted from 1. */
    <E extends Event> E await(String version, Class<E> type, int nth) {
        return Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> of(version, type).skip(nth - 1).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    HttpResponse<String> http(ConfigurableApplicationContext service, String method, String path, String who) {
        String port = service.getEnvironment().getProperty("local.server.port");
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .method(method, HttpRequest.BodyPublishers.ofString(""))
                            .header("Authorization", "Bearer token-of-" + who)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        consumer.close();
        producer.close();
        cluster.close();
        store.close();
        broker.close();
    }
}
