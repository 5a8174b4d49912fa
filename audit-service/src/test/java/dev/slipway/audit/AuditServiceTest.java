package dev.slipway.audit;

import static dev.slipway.audit.Events.said;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.InclusionProof;
import dev.slipway.auditlog.Note;
import dev.slipway.auditlog.NoteVerifier;
import dev.slipway.auditlog.TrailVerifier;
import dev.slipway.auditlog.Verdict;
import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.Scope;
import dev.slipway.events.WatchPassed;
import dev.slipway.events.codec.Decoded;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.events.codec.StructuredEvent;
import dev.slipway.service.security.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service with a real broker, a store over the wire, and real HTTP. */
class AuditServiceTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    private static final String TOKEN = "token-of-an-auditor";
    private static final EventCodec CODEC = new EventCodec("");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static EmbeddedStore store;
    private static MongoClient mongo;
    private static KafkaProducer<String, byte[]> producer;
    private static ConfigurableApplicationContext service;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        store = EmbeddedStore.inMemory();
        mongo = MongoClients.create(store.uri());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        Path credentials = folder.resolve("credentials.json");
        Files.writeString(credentials, """
                {"credentials": [{"name": "ann", "roles": ["AUDITOR"], "sha256": "%s"}]}""".formatted(Credentials.hash(TOKEN)));
        service = run(store, folder.resolve("checkpoint"));
    }

    private static ConfigurableApplicationContext run(EmbeddedStore database, Path checkpointFile) {
        return AuditServiceApplication.application()
                .bannerMode(Banner.Mode.OFF)
                .run(
                        "--server.port=0",
                        "--slipway.kafka.bootstrap=" + broker.bootstrapServers(),
                        "--slipway.kafka.partitions=3",
                        "--slipway.mongodb.uri=" + database.uri(),
                        "--slipway.security.credentials-file=" + folder.resolve("credentials.json"),
                        "--slipway.audit.log-name=test/trail",
                        "--slipway.audit.key-file=" + folder.resolve("log.key"),
                        "--slipway.audit.checkpoint-file=" + checkpointFile,
                        "--slipway.audit.evidence-folder=" + folder.resolve("evidence"),
                        "--slipway.audit.checkpoint-interval=50ms");
    }

    @AfterAll
    static void stop() {
        service.close();
        producer.close();
        mongo.close();
        store.close();
        broker.close();
    }

    private static HttpResponse<String> get(String path, String token) {
        return get(service, path, token);
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext of, String path, String token) {
        try {
            var request = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + of.getEnvironment().getRequiredProperty("local.server.port") + path))
                    .header("Authorization", "Bearer " + token)
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String ok(String path) {
        HttpResponse<String> response = get(path, TOKEN);
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return response.body();
    }

    private static JsonNode json(String path) {
        return JSON.readTree(ok(path));
    }

    private static void say(EventEnvelope... events) {
        for (EventEnvelope event : events) {
            producer.send(CODEC.encode(event));
        }
        producer.flush();
    }

    private static void sayAll(String version) {
        say(
                said(version, 3, new ReleaseCompleted(Duration.ofSeconds(3))),
                said(
                        version,
                        1,
                        new DeploymentSucceeded(
                                "production",
                                Scope.FULL,
                                List.of(new ComponentState("web", version, "web@" + version, true, null)),
                                Duration.ofSeconds(1),
                                1L)),
                said(version, 2, new WatchPassed("production", 4)));
        await().atMost(SOON)
                .until(() -> get("/v1/trails/shop-" + version, TOKEN).statusCode() == 200
                        && json("/v1/trails/shop-" + version).get("records").size() == 3);
    }

    private static Verdict verify(String version) {
        return verifyTrail("shop-" + version);
    }

    private static Verdict verifyTrail(String release) {
        NoteVerifier key = NoteVerifier.parse(ok("/v1/checkpoint/key").strip());
        return new TrailVerifier(key)
                .verify(ok("/v1/trails/" + release + "/bundle").getBytes(UTF_8));
    }

    private static MongoCollection<Document> records() {
        return mongo.getDatabase("slipway_audit").getCollection("records");
    }

    @Test
    void aTrailIsInCausalOrderWhateverTheTopics() {
        sayAll("v1");

        var types = new ArrayList<String>();
        json("/v1/trails/shop-v1").get("records").forEach(record -> {
            assertThat(record.get("index").isNumber()).isTrue();
            types.add(StructuredEvent.read(record.get("event").toString()).type());
        });
        assertThat(types).containsExactly("DeploymentSucceeded", "WatchPassed", "ReleaseCompleted");
    }

    @Test
    void aBundleIsVerifiedWithThePublicKeyAlone() {
        sayAll("v2");

        assertThat(verify("v2"))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.records()).hasSize(3));
    }

    @Test
    void aBitThatIsFlippedInTheDatabaseIsNamed() {
        sayAll("v3");
        assertThat(verify("v3")).isInstanceOf(Verdict.Verified.class);
        String eventId = "deploy-service/shop-v3/2/0";
        byte[] bytes = Objects.requireNonNull(
                        records().find(Filters.eq("_id", eventId)).first())
                .get("bytes", Binary.class)
                .getData();
        bytes[new String(bytes, UTF_8).indexOf("WatchPassed")] ^= 1;

        records().updateOne(Filters.eq("_id", eventId), Updates.set("bytes", new Binary(bytes)));

        assertThat(verify("v3"))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.problems())
                                .first()
                                .isEqualTo(new Verdict.Problem(
                                        Verdict.Flaw.NOT_IN_LOG,
                                        eventId,
                                        refused.problems().getFirst().detail())));
    }

    @Test
    void checkpointsAreOutsideOfTheDatabase() throws IOException {
        sayAll("v4");
        Checkpoint newest = Checkpoint.parse(Note.parse(ok("/v1/checkpoint")).text());

        NoteVerifier key = NoteVerifier.parse(ok("/v1/checkpoint/key").strip());
        Checkpoint file = Checkpoint.open(Files.readString(folder.resolve("checkpoint")), key);
        assertThat(file.size()).isGreaterThanOrEqualTo(newest.size());
        try (var consumer = consumer("Checkpoints", 3)) {
            var said = new ArrayList<Checkpoint>();
            await().atMost(SOON).until(() -> {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    if (CODEC.decode(message) instanceof Decoded.Read(var envelope)
                            && envelope.event() instanceof Checkpoints event) {
                        said.add(Checkpoint.open(event.note(), key));
                    }
                }
                return said.contains(newest);
            });
        }
    }

    @Test
    void aRecordsPlaceIsProven() {
        sayAll("v5");

        JsonNode answer = json("/v1/proofs/inclusion?event=" + URLEncoder.encode("deploy-service/shop-v5/1/0", UTF_8));

        var path = new ArrayList<Hash>();
        answer.get("path").forEach(hash -> path.add(Hash.ofBase64(hash.asString())));
        Checkpoint checkpoint =
                Checkpoint.parse(Note.parse(answer.get("checkpoint").asString()).text());
        assertThat(new InclusionProof(
                                answer.get("index").asLong(), answer.get("size").asLong(), path)
                        .verify(Hash.ofBase64(answer.get("leaf").asString()), checkpoint.root()))
                .isTrue();
        assertThat(answer.get("size").asLong()).isEqualTo(checkpoint.size());
        assertThat(json("/v1/proofs/consistency?from=1&to=" + checkpoint.size())
                        .get("path")
                        .size())
                .isPositive();
    }

    @Test
    void whatContradictsTheTrailIsKeptAsideAndCounted() {
        sayAll("v6");
        say(said("v6", 2, new WatchPassed("production", 99)));

        try (var consumer = consumer("WatchPassed.dlt", 1)) {
            var reasons = new ArrayList<String>();
            await().atMost(SOON).until(() -> {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(message -> reasons.add(new String(
                                message.headers().lastHeader("slipway_reason").value(), UTF_8)));
                return reasons.contains("event deploy-service/shop-v6/2/0 is in the trail with other content");
            });
        }
        assertThat(ok("/actuator/prometheus")).containsPattern("slipway_audit_conflicts_total [1-9]");
        assertThat(verify("v6")).isInstanceOf(Verdict.Verified.class);
    }

    /** Whatever bytes they are, and whatever those who keep them say about them. */
    @Test
    void whatCannotBeReadIsInTheTrailOfItsReleaseOnce() {
        sayAll("v11");
        byte[] garbage = {0, (byte) 0xff, '{'};
        producer.send(new ProducerRecord<>("GatePassed", "shop-v11", garbage));
        producer.send(new ProducerRecord<>(
                "GatePassed.dlt",
                null,
                "shop-v11",
                null,
                List.of(new RecordHeader("slipway_reason", "x".repeat(5_000).getBytes(UTF_8)))));
        producer.flush();

        await().atMost(SOON)
                .until(() -> json("/v1/trails/shop-v11").get("records").size() == 5);
        JsonNode letter = StreamSupport.stream(
                        json("/v1/trails/shop-v11").get("records").spliterator(), false)
                .map(record -> record.get("event"))
                .filter(event -> event.get("data").has("digest"))
                .findFirst()
                .orElseThrow();
        assertThat(letter.get("type").asString()).isEqualTo("dev.slipway.DeadLetter");
        assertThat(letter.get("data").get("source").asString()).startsWith("GatePassed/");
        assertThat(letter.get("data").get("service").asString()).isEqualTo("audit-service");
        assertThat(letter.get("data").get("reason").asString()).isNotBlank();
        assertThat(letter.get("data").get("digest").asString())
                .isEqualTo("sha256:" + HexFormat.of().formatHex(sha256(garbage)));
        assertThat(verify("v11"))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.records()).hasSize(5));
        assertThat(ok("/v1/releases/shop-v11/evidence/promotion.log")).contains("DeadLetter");
    }

    @Test
    void whatCannotBeReadAndIsOfNoReleaseHasATrailOfItsOwn() {
        producer.send(new ProducerRecord<>("GatePassed", "../etc", "no event".getBytes(UTF_8)));
        producer.send(new ProducerRecord<>("BuildEvents.dlt", "shop-v12", "another's form".getBytes(UTF_8)));
        producer.send(new ProducerRecord<>("GateFailed.dlt", null, "no event".getBytes(UTF_8)));
        producer.flush();

        await().atMost(SOON)
                .until(() -> get("/v1/trails/dead-letters", TOKEN).statusCode() == 200
                        && json("/v1/trails/dead-letters").get("records").size() == 3);
        assertThat(ok("/v1/trails/dead-letters")).contains("\"key\":\"../etc\"", "\"key\":\"shop-v12\"");
        assertThat(verifyTrail("dead-letters")).isInstanceOf(Verdict.Verified.class);
    }

    @Test
    void whatANewerVersionSaysIsInTheTrailAndProvenWithoutLoss() {
        ProducerRecord<String, byte[]> said = CODEC.encode(said("v13", 1, new WatchPassed("production", 4)));
        String data = new String(said.value(), UTF_8).replaceFirst("\\{", "{\"confidence\":0.950,");
        said.headers().add("ce_region", "north".getBytes(UTF_8));
        producer.send(new ProducerRecord<>(said.topic(), null, said.key(), data.getBytes(UTF_8), said.headers()));
        producer.flush();

        await().atMost(SOON).until(() -> get("/v1/trails/shop-v13", TOKEN).statusCode() == 200);
        assertThat(ok("/v1/trails/shop-v13")).contains("\"data\":" + data, "\"region\":\"north\"");
        assertThat(verify("v13"))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.records())
                                .singleElement()
                                .satisfies(proven -> assertThat(new String(
                                                proven.content().orElseThrow().bytes(), UTF_8))
                                        .contains("\"data\":" + data, "\"region\":\"north\"")));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReleaseThatEndedHasAFolderWithItsEvidence() throws IOException {
        sayAll("v7");

        Path evidence = folder.resolve("evidence").resolve("shop-v7");
        await().atMost(SOON).until(() -> Files.exists(evidence.resolve("approval.json")));
        assertThat(json("/v1/releases/shop-v7/evidence").get("files").toString())
                .isEqualTo("[\"promotion.log\",\"metrics.json\",\"approval.json\"]");
        assertThat(ok("/v1/releases/shop-v7/evidence/promotion.log")).contains("WatchPassed", "ReleaseCompleted");
        assertThat(Files.readString(evidence.resolve("promotion.log"))).contains("ReleaseCompleted");
        assertThat(JSON.readTree(Files.readString(evidence.resolve("metrics.json")))
                        .get("release")
                        .asString())
                .isEqualTo("shop-v7");
    }

    @Test
    void whatIsHeardAfterTheEndIsInTheFolderAsWell() {
        Path log = folder.resolve("evidence").resolve("shop-v14").resolve("promotion.log");
        say(said("v14", 3, new ReleaseCompleted(Duration.ofSeconds(3))));
        await().atMost(SOON).until(() -> Files.exists(log));

        say(said("v14", 2, new WatchPassed("production", 4)));

        await().atMost(SOON).untilAsserted(() -> assertThat(log).content().contains("WatchPassed", "ReleaseCompleted"));
    }

    @Test
    void theSourceOfTruthSaysWhatRuns() {
        sayAll("v8");

        JsonNode environment = json("/v1/source-of-truth").get("environments").get(0);

        assertThat(environment.get("application").asString()).isEqualTo("shop");
        assertThat(environment.get("environment").asString()).isEqualTo("production");
        assertThat(environment.get("components").size()).isOne();
    }

    /** The same key and the checkpoint outside, but a database that has lost what that checkpoint is of. */
    @Test
    void healthSaysWhyADatabaseThatWasSetBackIsNotSigned() throws IOException {
        sayAll("v10");
        ok("/v1/checkpoint");
        Path copy = Files.copy(folder.resolve("checkpoint"), folder.resolve("copy"));
        String signed = Files.readString(copy);

        try (var empty = EmbeddedStore.inMemory();
                var second = run(empty, copy)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    get(second, "/actuator/health", TOKEN).body())
                            .contains("\"status\":\"DOWN\"", "it was set back; restore a newer backup"));
            assertThat(get(second, "/v1/checkpoint", TOKEN).statusCode()).isEqualTo(404);
        }
        assertThat(copy).hasContent(signed.strip());
    }

    @Test
    void theRefusalsSayWhatToDo() {
        assertThat(get("/v1/trails/shop-v1", "another-token").statusCode()).isEqualTo(401);
        assertThat(problem(get("/v1/trails/shop-none", TOKEN), 404)).isEqualTo("unknown-release");
        assertThat(problem(get("/v1/trails/shop-none/bundle", TOKEN), 404)).isEqualTo("unknown-release");
        assertThat(problem(get("/v1/proofs/inclusion?event=none", TOKEN), 404)).isEqualTo("unknown-event");
        assertThat(problem(get("/v1/proofs/consistency?from=0&to=1000000", TOKEN), 400))
                .isEqualTo("invalid-to");
        assertThat(problem(get("/v1/proofs/consistency?from=2&to=1", TOKEN), 400))
                .isEqualTo("invalid-from");
        sayAll("v9");
        assertThat(problem(get("/v1/releases/shop-v9/evidence/passwd", TOKEN), 404))
                .isEqualTo("unknown-file");
    }

    private static String problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.get("remedy").asString()).isNotBlank();
        return problem.get("code").asString();
    }

    private static KafkaConsumer<String, byte[]> consumer(String topic, int partitions) {
        var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var all = new ArrayList<TopicPartition>();
        for (int i = 0; i < partitions; i++) {
            all.add(new TopicPartition(topic, i));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return consumer;
    }
}
