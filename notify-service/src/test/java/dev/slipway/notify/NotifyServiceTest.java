package dev.slipway.notify;

import static dev.slipway.notify.Happenings.envelope;
import static dev.slipway.notify.Happenings.requested;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.NotificationFailed;
import dev.slipway.events.NotificationSent;
import dev.slipway.events.NotifyRoute;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.Topic;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.events.codec.Json;
import dev.slipway.service.security.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service with a real broker, a store over the wire, and a real HTTP server for Slack and the webhook. */
class NotifyServiceTest {
    private static final String TOKEN = "token-of-an-auditor";
    private static final String SLACK_TOKEN = "xoxb-a-secret-of-slack";
    private static final EventCodec CODEC = new EventCodec("");
    private static final NotifyRoute SLACK = new NotifyRoute("slack:#releases", List.of());
    private static final NotifyRoute CI = new NotifyRoute("webhook:ci", List.of("ReleaseCompleted"));

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static EmbeddedStore store;
    private static KafkaProducer<String, byte[]> producer;
    private static KafkaConsumer<String, byte[]> consumer;

    private final Receiver receiver = new Receiver();
    private ConfigurableApplicationContext service = run();

    @BeforeAll
    static void startTheOthers() throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        store = EmbeddedStore.inMemory();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        Files.writeString(folder.resolve("credentials.json"), """
                {"credentials": [{"name": "ann", "roles": ["AUDITOR"], "sha256": "%s"}]}""".formatted(Credentials.hash(TOKEN)));
    }

    @AfterAll
    static void stopTheOthers() {
        consumer.close();
        producer.close();
        store.close();
        broker.close();
    }

    private ConfigurableApplicationContext run() {
        return NotifyServiceApplication.application()
                .bannerMode(Banner.Mode.OFF)
                .run(
                        "--server.port=0",
                        "--slipway.kafka.bootstrap=" + broker.bootstrapServers(),
                        "--slipway.kafka.partitions=2",
                        "--slipway.kafka.instance=one",
                        "--slipway.mongodb.uri=" + store.uri(),
                        "--slipway.security.credentials-file=" + folder.resolve("credentials.json"),
                        "--slipway.notify.slack.base-url=" + receiver.at("/api"),
                        "--slipway.notify.slack.token=" + SLACK_TOKEN,
                        "--slipway.notify.webhooks.ci.url=" + receiver.at("/hook"),
                        "--slipway.notify.webhooks.ci.secret=s3cret",
                        "--slipway.notify.operators=slack:#operators");
    }

    @AfterEach
    void stop() {
        service.close();
        receiver.close();
    }

    @Test
    void whatHappensIsToldOnceAndInOrderThoughItIsHeardTwice() {
        String release = "shop-v1.0.0";
        EventEnvelope completed = envelope(release, release + "/2", null, new ReleaseCompleted(Duration.ofSeconds(3)));
        EventEnvelope healthy = envelope(release, release + "/1", "production", new CanaryHealthy("production", 3));
        say(requested(release, SLACK, CI), healthy, healthy);
        awaitSaid(Topic.NOTIFICATION_SENT, release, 2);

        say(completed, completed, requested(release, SLACK, CI), healthy);
        List<Event> sent = awaitSaid(Topic.NOTIFICATION_SENT, release, 4);

        assertThat(texts("/api/chat.postMessage"))
                .containsExactly(
                        "shop v1.0.0: minor release requested by ada",
                        "shop v1.0.0, production: canary is healthy after 3 measurements",
                        "shop v1.0.0: completed after 3.0 s");
        assertThat(texts("/hook")).containsExactly("shop v1.0.0: completed after 3.0 s");
        assertThat(sent)
                .containsExactlyInAnyOrder(
                        new NotificationSent(new EventId(release + "/requested"), "slack:#releases", "1716.0001"),
                        new NotificationSent(healthy.id(), "slack:#releases", "1716.0001"),
                        new NotificationSent(completed.id(), "slack:#releases", "1716.0001"),
                        new NotificationSent(completed.id(), "webhook:ci", null));
        assertThat(Json.MAPPER.readTree(
                        get("/v1/notifications?release=" + release).body()))
                .isEqualTo(Json.MAPPER.readTree("""
                        {"release": "shop-v1.0.0", "sent": 4, "pending": [], "missing": []}"""));
    }

    @Test
    void whatCouldNotBeToldBeforeARestartIsToldOnceAfterIt() {
        String release = "shop-v2.0.0";
        receiver.now(Receiver.answer(503, ""));
        say(requested(release, SLACK));
        await().until(() -> !receiver.heard().isEmpty());
        service.close();
        receiver.now(Receiver.OK);
        int before = receiver.heard().size();

        service = run();
        say(requested(release, SLACK));
        List<Event> sent = awaitSaid(Topic.NOTIFICATION_SENT, release, 1);

        say(envelope(release, release + "/1", null, new ReleaseCompleted(Duration.ofSeconds(3))));
        awaitSaid(Topic.NOTIFICATION_SENT, release, 2);
        assertThat(texts("/api/chat.postMessage").stream().skip(before))
                .containsExactly("shop v2.0.0: minor release requested by ada", "shop v2.0.0: completed after 3.0 s");
        assertThat(sent)
                .containsExactly(
                        new NotificationSent(new EventId(release + "/requested"), "slack:#releases", "1716.0001"));
    }

    @Test
    void whatSlackRefusesIsSaidWithoutItsToken() {
        String release = "shop-v3.0.0";
        receiver.now(Receiver.answer(200, "{\"ok\":false,\"error\":\"channel_not_found\"}"));
        try (Log log = new Log()) {
            say(requested(release, SLACK));

            assertThat(awaitSaid(Topic.NOTIFICATION_FAILED, release, 1))
                    .containsExactly(new NotificationFailed(
                            new EventId(release + "/requested"), "slack:#releases", "Slack says channel_not_found", 1));
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(SLACK_TOKEN));
        }
        assertThat(get("/v1/notifications?release=" + release).body()).doesNotContain(SLACK_TOKEN);
    }

    @Test
    void operatorsAreToldOfEachDeadLetterOnceThoughSlackIsAwayAtFirst() {
        receiver.now(Receiver.answer(503, ""));
        sayNonsense();
        await().atMost(Duration.ofMinutes(2)).until(() -> receiver.heard().size() > 1);

        receiver.now(Receiver.OK);
        await().atMost(Duration.ofMinutes(2)).until(() -> receiver.taken().size() == 1);
        sayNonsense();
        await().atMost(Duration.ofMinutes(2)).until(() -> receiver.taken().size() >= 2);

        assertThat(receiver.taken())
                .extracting(told -> told.json().path("channel").asString())
                .containsOnly("#operators");
        assertThat(receiver.taken())
                .extracting(told -> told.json().path("text").asString())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .matches("DEAD LETTER: notify-service could not handle WatchPassed/\\d/0: .+"),
                        second -> assertThat(second)
                                .matches("DEAD LETTER: notify-service could not handle WatchPassed/\\d/1: .+"));
    }

    /** Twice with one key, so into one partition: a repetition of the first would come before the second. */
    private static void sayNonsense() {
        producer.send(new ProducerRecord<>("WatchPassed", "nobody-v0", "not an event".getBytes(UTF_8)));
        producer.flush();
    }

    @Test
    void aReleaseThatNobodyHasHeardOfIsNotFound() {
        HttpResponse<String> answer = get("/v1/notifications?release=shop-v0");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("unknown-release");
    }

    private List<String> texts(String path) {
        return receiver.heard().stream()
                .filter(heard -> heard.path().equals(path))
                .map(heard -> heard.json().path("text").asString())
                .toList();
    }

    private static void say(EventEnvelope... events) {
        for (EventEnvelope event : events) {
            producer.send(CODEC.encode(event));
        }
        producer.flush();
    }

    private static List<Event> awaitSaid(Topic topic, String release, int count) {
        await().atMost(Duration.ofMinutes(2)).until(() -> said(topic, release).size() >= count);
        return said(topic, release);
    }

    private static List<Event> said(Topic topic, String release) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Event> said = new ArrayList<>();
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            consumer.poll(Duration.ofMillis(100)).forEach(message -> {
                if (CODEC.decode(message) instanceof Decoded.Read(EventEnvelope envelope)
                        && envelope.release().value().equals(release)) {
                    said.add(envelope.event());
                }
            });
        }
        return said;
    }

    private HttpResponse<String> get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String port = service.getEnvironment().getRequiredProperty("local.server.port");
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Authorization", "Bearer " + TOKEN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
