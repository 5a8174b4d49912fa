package dev.slipway.audit;

import static dev.slipway.audit.Events.said;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.auditlog.NoteVerifier;
import dev.slipway.auditlog.TrailVerifier;
import dev.slipway.auditlog.Verdict;
import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.codec.EventCodec;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The way back of a dead letter, with a real broker, a store over the wire, real HTTP, and services that hear it. */
class DeadLetterTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String AUDITOR = "token-of-an-auditor";
    private static final String OPERATOR = "token-of-an-operator";
    private static final EventCodec CODEC = new EventCodec("");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static EmbeddedStore store;
    private static KafkaProducer<String, byte[]> producer;
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        store = EmbeddedStore.inMemory();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        Path credentials = folder.resolve("credentials.json");
        Files.writeString(credentials, """
                {"credentials": [{"name": "ann", "roles": ["AUDITOR"], "sha256": "%s"},
                                 {"name": "oscar", "roles": ["OPERATOR"], "sha256": "%s"}]}""".formatted(Credentials.hash(AUDITOR), Credentials.hash(OPERATOR)));
        service = AuditServiceApplication.application()
                .bannerMode(Banner.Mode.OFF)
                .run(
                        "--server.port=0",
                        "--slipway.kafka.bootstrap=" + broker.bootstrapServers(),
                        "--slipway.kafka.partitions=1",
                        "--slipway.mongodb.uri=" + store.uri(),
                        "--slipway.security.credentials-file=" + credentials,
                        "--slipway.audit.key-file=" + folder.resolve("log.key"),
                        "--slipway.audit.checkpoint-file=" + folder.resolve("checkpoint"),
                        "--slipway.audit.evidence-folder=" + folder.resolve("evidence"),
                        "--slipway.audit.checkpoint-interval=50ms");
    }

    @AfterAll
    static void stop() {
        service.close();
        producer.close();
        store.close();
        broker.close();
    }

    @Test
    void whoCouldNotHandleItDoesNowAndWhoDidDropsIt() throws Exception {
        var event = said("v1.0.0", 4, new CanaryHealthy("production", 3));
        ProducerRecord<String, byte[]> message = CODEC.encode(event);
        message.headers().add("region", new byte[] {0, (byte) 0xff});
        try (var steady = new Tally("steady", broker);
                var sick = new Tally("sick", broker)) {
            sick.breaks(true);
            producer.send(message).get();
            await().atMost(SOON).until(() -> steady.count("shop-v1.0.0") == 1);
            String id = awaitLetter(event.id().value()).get("id").asString();

            assertThat(get("/v1/dead-letters/" + id, OPERATOR).get("message")).isEqualTo(JSON.readTree("""
                            {"headers": %s, "value": {"text": "%s"}}""".formatted(
                            headersAsShown(message), new String(message.value(), UTF_8).replace("\"", "\\\""))));
            sick.breaks(false);
            assertThat(resend(id, "mended").statusCode()).isEqualTo(202);

            await().atMost(SOON).until(() -> sick.count("shop-v1.0.0") == 1);
            await().atMost(SOON).until(() -> steady.heard("shop-v1.0.0") == 2);
            assertThat(steady.count("shop-v1.0.0")).as("it has seen that id").isEqualTo(1);
            List<ConsumerRecord<String, byte[]>> messages = messages("CanaryHealthy", "shop-v1.0.0");
            assertThat(messages).hasSize(2);
            assertThat(messages.getLast().value()).isEqualTo(message.value());
            assertThat(messages.getLast().headers()).isEqualTo(message.headers());

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(types("shop-v1.0.0"))
                            .containsExactly("CanaryHealthy", "DeadLetter", "DeadLetterResent"));
            JsonNode resent = trail("shop-v1.0.0").get(2).get("event");
            assertThat(resent.get("actor").asString()).isEqualTo("person:oscar");
            assertThat(resent.get("data").get("letter").asString()).isEqualTo(id);
            assertThat(resent.get("data").get("reason").asString()).isEqualTo("mended");
            HttpResponse<String> again = resend(id, "once more");
            assertThat(again.statusCode()).isEqualTo(409);
            assertThat(again.body()).contains("already-resent", "was resent by oscar at ");
            assertThat(verify("shop-v1.0.0")).isInstanceOf(Verdict.Verified.class);
        }
    }

    /** Eight ask at once for what no service can ever read: it goes back once, and comes back as another letter. */
    @Test
    void ofThoseWhoAskAtOnceOneWinsAndWhatComesBackDeadIsANewLetter() throws Exception {
        byte[] garbage = {0, (byte) 0xff, '{'};
        producer.send(new ProducerRecord<>("GateWaived", "shop-v2.0.0", garbage))
                .get();
        String id = awaitLetter("shop-v2.0.0").get("id").asString();
        assertThat(get("/v1/dead-letters/" + id, OPERATOR)
                        .get("message")
                        .get("value")
                        .get("base64")
                        .asString())
                .isEqualTo("AP97");

        List<Integer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> calls = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(() -> resend(id, null)))
                    .toList();
            answers = new ArrayList<>();
            for (var call : calls) {
                answers.add(call.get().statusCode());
            }
        }

        assertThat(answers)
                .containsOnlyOnce(202)
                .filteredOn(status -> status == 409)
                .hasSize(7);
        await().atMost(SOON).until(() -> letters("shop-v2.0.0").size() == 2);
        assertThat(messages("GateWaived", "shop-v2.0.0")).hasSize(2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(letters("shop-v2.0.0"))
                        .extracting(letter -> letter.get("status").asString())
                        .containsExactly("kept", "resent"));
        String second = letters("shop-v2.0.0").getFirst().get("id").asString();
        assertThat(second).isNotEqualTo(id);
        assertThat(resend(second, null).statusCode()).isEqualTo(202);
    }

    @Test
    void aLetterOfNoReleaseGoesBackAndTheTrailOfThoseSaysSo() throws Exception {
        producer.send(new ProducerRecord<>(
                        "GatePassed.dlt",
                        null,
                        "../etc",
                        "x".getBytes(UTF_8),
                        List.of(new RecordHeader("slipway_reason", "because".getBytes(UTF_8)))))
                .get();
        JsonNode letter = awaitLetter("../etc");

        assertThat(letter.has("release")).isFalse();
        assertThat(letter.get("reason").asString()).isEqualTo("because");
        assertThat(resend(letter.get("id").asString(), null).statusCode()).isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(types("dead-letters")).contains("DeadLetterResent"));
    }

    /** A message that is too large to be kept beside our headers is where it had come; the letter has its place. */
    @Test
    void whatWasTooLargeToBeKeptGoesBackFromWhereItHadCome() throws Exception {
        ProducerRecord<String, byte[]> message = CODEC.encode(said("v4.0.0", 4, new CanaryHealthy("production", 3)));
        long offset = producer.send(message).get().offset();
        keepPlace("CanaryHealthy.dlt", "shop-v4.0.0", "CanaryHealthy/0/" + offset);
        keepPlace("GatePassed.dlt", "forged", "CanaryHealthy/0/" + offset);
        String id = awaitLetter("shop-v4.0.0").get("id").asString();
        String forged = awaitLetter("forged").get("id").asString();

        assertThat(get("/v1/dead-letters/" + id, OPERATOR)
                        .at("/message/value/text")
                        .asString())
                .isEqualTo(new String(message.value(), UTF_8));
        assertThat(resend(id, null).statusCode()).isEqualTo(202);
        assertThat(resend(forged, null).statusCode()).isEqualTo(202);

        await().atMost(SOON)
                .until(() -> messages("CanaryHealthy", "shop-v4.0.0").size() == 2);
        ConsumerRecord<String, byte[]> again =
                messages("CanaryHealthy", "shop-v4.0.0").getLast();
        assertThat(again.value()).isEqualTo(message.value());
        assertThat(again.headers()).isEqualTo(message.headers());
        await().atMost(SOON)
                .until(() ->
                        letters("forged").getFirst().get("status").asString().equals("gone"));
        assertThat(messages("GatePassed", "shop-v4.0.0")).isEmpty();
    }

    private static void keepPlace(String topic, String key, String source) throws Exception {
        producer.send(new ProducerRecord<>(
                        topic,
                        null,
                        key,
                        null,
                        List.of(
                                new RecordHeader("slipway_source", source.getBytes(UTF_8)),
                                new RecordHeader("slipway_left_out", "1048000".getBytes(UTF_8)))))
                .get();
    }

    @Test
    void theRefusalsSayWhatToDo() throws Exception {
        producer.send(new ProducerRecord<>("GateFailed", "shop-v3.0.0", "none".getBytes(UTF_8)))
                .get();
        String id = awaitLetter("shop-v3.0.0").get("id").asString();

        assertThat(problem(call("GET", "/v1/dead-letters/" + id, AUDITOR, ""), 403))
                .isEqualTo("missing-role");
        assertThat(problem(call("POST", "/v1/dead-letters/" + id + "/resend", AUDITOR, ""), 403))
                .isEqualTo("missing-role");
        assertThat(problem(call("POST", "/v1/dead-letters/GateFailed.dlt/0/999/resend", OPERATOR, ""), 404))
                .isEqualTo("unknown-dead-letter");
        assertThat(problem(call("GET", "/v1/dead-letters/GateFailed/0/0", OPERATOR, ""), 404))
                .isEqualTo("unknown-dead-letter");
        assertThat(problem(call("GET", "/v1/dead-letters/GateFailed.dlt/0/none", OPERATOR, ""), 400))
                .isEqualTo("invalid-offset");
        assertThat(problem(call("GET", "/v1/dead-letters?limit=0", AUDITOR, ""), 400))
                .isEqualTo("invalid-limit");
        assertThat(problem(resend(id, "x".repeat(1_001)), 400)).isEqualTo("invalid-reason");
        assertThat(letters("shop-v3.0.0"))
                .extracting(letter -> letter.get("status").asString())
                .containsExactly("kept");
    }

    private static String headersAsShown(ProducerRecord<String, byte[]> message) {
        return Arrays.stream(message.headers().toArray())
                .map(header -> header.key().equals("region")
                        ? "{\"name\": \"region\", \"value\": {\"base64\": \"AP8=\"}}"
                        : "{\"name\": \"%s\", \"value\": {\"text\": \"%s\"}}"
                                .formatted(header.key(), new String(header.value(), UTF_8)))
                .toList()
                .toString();
    }

    private static JsonNode awaitLetter(String eventOrKey) {
        await().atMost(SOON).until(() -> !letters(eventOrKey).isEmpty());
        return letters(eventOrKey).getFirst();
    }

    /** Those with that event or key, the newest first. */
    private static List<JsonNode> letters(String eventOrKey) {
        return StreamSupport.stream(
                        get("/v1/dead-letters", AUDITOR).get("letters").spliterator(), false)
                .filter(letter -> letter.path("event").asString("").equals(eventOrKey)
                        || letter.path("key").asString("").equals(eventOrKey))
                .toList();
    }

    private static JsonNode trail(String release) {
        return get("/v1/trails/" + release, AUDITOR).path("records");
    }

    private static List<String> types(String release) {
        return StreamSupport.stream(trail(release).spliterator(), false)
                .map(record -> record.get("type").asString())
                .toList();
    }

    private static Verdict verify(String release) {
        NoteVerifier key = NoteVerifier.parse(
                call("GET", "/v1/checkpoint/key", AUDITOR, "").body().strip());
        return new TrailVerifier(key)
                .verify(call("GET", "/v1/trails/" + release + "/bundle", AUDITOR, "")
                        .body()
                        .getBytes(UTF_8));
    }

    private static HttpResponse<String> resend(String id, @Nullable String reason) {
        return call(
                "POST",
                "/v1/dead-letters/" + id + "/resend",
                OPERATOR,
                reason == null ? "" : "{\"reason\": \"" + reason + "\"}");
    }

    private static JsonNode get(String path, String token) {
        return JSON.readTree(call("GET", path, token, "").body());
    }

    private static HttpResponse<String> call(String method, String path, String token, String body) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                            + service.getEnvironment().getRequiredProperty("local.server.port") + path))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.get("remedy").asString()).isNotBlank();
        return problem.get("code").asString();
    }

    private static List<ConsumerRecord<String, byte[]>> messages(String topic, String key) {
        var place = new TopicPartition(topic, 0);
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            while (consumer.position(place) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> {
                    if (key.equals(message.key())) {
                        found.add(message);
                    }
                });
            }
            return found;
        }
    }
}
