package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.slipway.auditlog.Hash;
import dev.slipway.events.Actor;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.Scope;
import dev.slipway.events.Topic;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A judge who finds nothing would let every fault pass: what the parts hold is made wrong, with every service stopped. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // before all tests
class JudgeTest {
    private static final String RELEASE = "shop-v1.1.1";

    private Landscape landscape;
    private Shops shops;

    @FunctionalInterface
    interface Wrong {
        /** Answers how it is mended. */
        Runnable make(JudgeTest at);
    }

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        landscape = Landscape.start(folder);
        shops = Shops.open(landscape, List.of("shop"));
        shops.follow(shops.request("shop", ImageBehaviour.healthy("v1.1.1")), Shops::hasEnded);
        Quiet.await(landscape, shops);
        for (Service service : Service.values()) {
            landscape.process(service).kill();
        }
        assertThat(new Judge(landscape, shops).verdict()).isEmpty();
    }

    @AfterAll
    void stop() throws Exception {
        if (shops != null) {
            shops.close();
        }
        if (landscape != null) {
            landscape.close();
        }
    }

    /** What is in the topics cannot be taken back, so that comes last. */
    static Stream<Arguments> wrongs() {
        return Stream.of(
                wrong("a record is gone", "L:", at -> at.without("records", Filters.eq("type", "CanaryHealthy"))),
                wrong("the last batch is gone", "D:", at -> at.newestGone("batches")),
                wrong("the newest checkpoint is of less", "T:", at -> at.newestGone("checkpoints")),
                wrong("two records are exchanged", "C:", at -> at.exchanged(1, 2)),
                wrong(
                        "something decided was never said",
                        "L:",
                        at -> at.changed(
                                Service.GATE,
                                "releases",
                                Filters.eq("_id", RELEASE),
                                Updates.set("outbox", List.of("{}")))),
                wrong(
                        "a timer never fired",
                        "M:",
                        at -> at.changed(
                                Service.GATE,
                                "releases",
                                Filters.eq("_id", RELEASE),
                                Updates.set("dueAt", new Date(0)))),
                wrong("the cluster runs something else", "S:", at -> at.running("v9")),
                wrong(
                        "a version is deployed that no gate has let in",
                        "P:",
                        at -> at.said(RELEASE, new DeploymentStarted("production", Scope.FULL, List.of(), List.of()))),
                wrong("a canary gets traffic after its release was taken back", "B:", at -> {
                    at.said(RELEASE, new RollbackCompleted("production", List.of(), Duration.ZERO, 1L));
                    return at.said(RELEASE, new TrafficShifted("production", 0, 50, List.of()));
                }),
                wrong(
                        "a checkpoint was told that is not of this log",
                        "A:",
                        at -> at.said("trail", new Checkpoints("slipway/trail", 1, Hash.EMPTY_TREE.base64(), ""))),
                wrong("nobody has heard what was said", "R: gate", at -> at.said(RELEASE, at.heard(Topic.GATE_PASSED))),
                wrong(
                        "the team is told twice",
                        "E: the team",
                        at -> at.said(RELEASE, at.heard(Topic.NOTIFICATION_SENT))),
                wrong("the team is not told", "L: the team", at -> at.said(RELEASE, at.heard(Topic.RELEASE_REQUESTED))),
                wrong(
                        "a release completes twice",
                        "E: ReleaseCompleted",
                        at -> at.said(RELEASE, at.heard(Topic.RELEASE_COMPLETED))));
    }

    private static Arguments wrong(String name, String letter, Wrong wrong) {
        return argumentSet(name, name, letter, wrong);
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void isSeen(String name, String letter, Wrong wrong) throws Exception {
        Runnable mend = wrong.make(this);
        try {
            assertThat(new Judge(landscape, shops).verdict()).as(name).anyMatch(broken -> broken.startsWith(letter));
        } finally {
            mend.run();
        }
    }

    private MongoCollection<Document> collection(Service service, String name) {
        return landscape.database().getDatabase(service.database()).getCollection(name);
    }

    private Runnable without(String collection, Bson filter) {
        Document gone =
                Objects.requireNonNull(collection(Service.AUDIT, collection).findOneAndDelete(filter));
        return () -> collection(Service.AUDIT, collection).insertOne(gone);
    }

    private Runnable newestGone(String collection) {
        Document newest = Objects.requireNonNull(collection(Service.AUDIT, collection)
                .find()
                .sort(Sorts.descending("_id"))
                .first());
        return without(collection, Filters.eq("_id", newest.get("_id")));
    }

    private Runnable changed(String collection, Bson filter, Bson change) {
        return changed(Service.AUDIT, collection, filter, change);
    }

    private Runnable changed(Service service, String collection, Bson filter, Bson change) {
        Document before = Objects.requireNonNull(
                collection(service, collection).find(filter).first());
        collection(service, collection).updateOne(filter, change);
        return () -> collection(service, collection).replaceOne(Filters.eq("_id", before.get("_id")), before);
    }

    private Runnable exchanged(long one, long other) {
        Document first = record(one);
        Document second = record(other);
        Runnable mendFirst =
                changed("records", Filters.eq("_id", first.get("_id")), Updates.set("bytes", second.get("bytes")));
        Runnable mendSecond =
                changed("records", Filters.eq("_id", second.get("_id")), Updates.set("bytes", first.get("bytes")));
        return () -> {
            mendFirst.run();
            mendSecond.run();
        };
    }

    private Document record(long seq) {
        return Objects.requireNonNull(collection(Service.AUDIT, "records")
                .find(Filters.and(Filters.eq("releaseId", RELEASE), Filters.eq("seq", seq)))
                .first());
    }

    private Runnable running(String version) {
        var deployment = landscape
                .cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace("shop-production")
                .withName("web");
        String before = deployment
                .get()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .getOrDefault("app.kubernetes.io/version", "");
        label(version);
        return () -> label(before);
    }

    private void label(String version) {
        landscape
                .cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace("shop-production")
                .withName("web")
                .edit(deployment -> {
                    deployment
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getLabels()
                            .put("app.kubernetes.io/version", version);
                    return deployment;
                });
    }

    private Event heard(Topic topic) {
        return Said.in(landscape.bootstrap()).events().stream()
                .filter(event -> event.type().equals(topic.topicName()))
                .map(EventEnvelope::event)
                .findFirst()
                .orElseThrow();
    }

    private Runnable said(String release, Event event) {
        long clock = Said.in(landscape.bootstrap()).events().stream()
                        .mapToLong(EventEnvelope::clock)
                        .max()
                        .orElseThrow()
                + 1;
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", landscape.bootstrap()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new EventCodec("")
                    .encode(new EventEnvelope(
                            new EventId(UUID.randomUUID().toString()),
                            "somebody",
                            new ReleaseId(release),
                            "shop",
                            "v1.1.1",
                            "production",
                            clock,
                            null,
                            Actor.service("somebody"),
                            Instant.now(),
                            null,
                            event)));
        }
        return () -> {};
    }
}
