package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.slipway.auditlog.NoteVerifier;
import dev.slipway.auditlog.TrailVerifier;
import dev.slipway.auditlog.Verdict;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the trail's own database and disk: it says so, and signs nothing that is not as it was. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // before all tests
class TrailFaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final List<String> GROUPS = List.of("audit-service", "audit-service-dead-letters");

    private Landscape landscape;
    private Shops shops;
    private int patch;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        landscape = Landscape.start(folder);
        shops = Shops.open(landscape, List.of("shop"));
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

    private String release() {
        String id = shops.request("shop", ImageBehaviour.healthy("v1.1." + ++patch));
        shops.follow(id, Shops::hasEnded);
        Quiet.await(landscape, shops);
        return id;
    }

    private MongoDatabase database() {
        return landscape.database().getDatabase(Service.AUDIT.database());
    }

    private Map<String, List<Document>> backUp() {
        Map<String, List<Document>> backup = new LinkedHashMap<>();
        List.of("records", "batches", "checkpoints", "resends")
                .forEach(name ->
                        backup.put(name, database().getCollection(name).find().into(new ArrayList<>())));
        return backup;
    }

    private void restore(Map<String, List<Document>> backup) throws IOException {
        landscape.process(Service.AUDIT).stop();
        backup.forEach((name, documents) -> {
            database().getCollection(name).deleteMany(Filters.empty());
            if (!documents.isEmpty()) {
                database().getCollection(name).insertMany(documents);
            }
        });
        landscape.start(Service.AUDIT);
    }

    /** As the runbook has it, while audit-service is stopped: its groups forget what they have heard. */
    private void forgetWhatWasHeard() {
        for (String group : GROUPS) {
            Awaitility.await(group + " forgets what it has heard; the broker has to miss its members first")
                    .atMost(PATIENCE)
                    .until(() -> isGone(group));
        }
    }

    /** A broker that has done it and lost its answer says the second time that there is no such group. */
    private boolean isGone(String group) throws InterruptedException {
        try {
            landscape.admin().deleteConsumerGroups(List.of(group)).all().get();
            return true;
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case GroupIdNotFoundException _ -> true;
                case GroupNotEmptyException _ -> false;
                case null, default -> throw new IllegalStateException(e);
            };
        }
    }

    private void awaitHealth(String text) {
        Awaitility.await("audit-service says: " + text)
                .atMost(PATIENCE)
                .until(() -> landscape.health(Service.AUDIT).contains(text));
    }

    private long toldCheckpoints() {
        return Said.in(landscape.bootstrap()).events().stream()
                .filter(event -> event.type().equals("Checkpoints"))
                .map(event -> event.id())
                .distinct()
                .count();
    }

    private String newestOutside() throws IOException {
        return Files.readString(landscape.trail().folder().resolve("checkpoint"));
    }

    /** Back to older, which is refused, and a release that is heard meanwhile; answers that release. */
    private String setBack(Map<String, List<Document>> older) throws IOException {
        String signed = newestOutside();
        long told = toldCheckpoints();

        restore(older);
        awaitHealth("it was set back; restore a newer backup");
        String meanwhile = shops.request("shop", ImageBehaviour.healthy("v1.1." + ++patch));
        shops.follow(meanwhile, Shops::hasEnded);
        Quiet.awaitNoLag(landscape);

        assertThat(landscape.health(Service.AUDIT)).contains("\"status\":\"DOWN\"");
        assertThat(toldCheckpoints()).isEqualTo(told);
        assertThat(newestOutside()).isEqualTo(signed);
        return meanwhile;
    }

    @Test
    void aDatabaseThatIsSetBackIsNotSignedUntilANewerBackupIsThereAndTheRestIsHeardAgain() throws Exception {
        release();
        var older = backUp();
        release();
        var newer = backUp();
        String meanwhile = setBack(older);

        restore(newer);
        landscape.awaitWell(Service.AUDIT);
        Quiet.awaitNoLag(landscape);
        assertThat(new Judge(landscape, shops).verdict())
                .as("what no backup has is in the topics alone, and is not heard by itself")
                .anyMatch(broken -> broken.startsWith("L:") && broken.contains(meanwhile));

        landscape.process(Service.AUDIT).stop();
        forgetWhatWasHeard();
        forgetWhatWasHeard(); // again is no failure
        landscape.start(Service.AUDIT);
        Quiet.await(landscape, shops);

        assertThat(new Judge(landscape, shops).verdict()).isEmpty();
        assertThat(check(meanwhile)).isInstanceOf(Verdict.Verified.class);
    }

    @Test
    void whereThereIsNoNewerBackupANewLogHearsAllThatWasEverSaid() throws Exception {
        release();
        var older = backUp();
        String lost = release();
        setBack(older);
        String ended = newestOutside();
        Landscape.Trail endedLog = landscape.trail();

        landscape.process(Service.AUDIT).stop();
        database().drop();
        landscape.beginTrail(
                new Landscape.Trail("slipway/trail-2", landscape.folder().resolve("audit-2")));
        forgetWhatWasHeard();
        landscape.start(Service.AUDIT);
        Quiet.await(landscape, shops);

        assertThat(new Judge(landscape, shops).verdict()).isEmpty();
        assertThat(check(lost)).isInstanceOf(Verdict.Verified.class);
        assertThat(endedLog.folder().resolve("checkpoint")).hasContent(ended.strip());
    }

    @Test
    void aBitThatIsFlippedIsFoundByWhoeverChecksAndTheRecordIsNamed() throws Exception {
        String release = release();
        assertThat(check(release)).isInstanceOf(Verdict.Verified.class);
        Document record = Objects.requireNonNull(database()
                .getCollection("records")
                .find(Filters.and(Filters.eq("releaseId", release), Filters.eq("type", "ReleaseCompleted")))
                .first());
        byte[] bytes = record.get("bytes", Binary.class).getData();
        String notStored = "T: the leaf of " + record.getString("_id") + " is not what is stored";

        try {
            replace(record, flipped(bytes, "ReleaseCompleted")); // it says something else
            assertThat(problems(release)).contains(tuple(Verdict.Flaw.NOT_IN_LOG, record.getString("_id")));
            assertThat(new Judge(landscape, shops).verdict()).contains(notStored);

            replace(record, flipped(bytes, "{")); // it says nothing any more: what remains is its place
            assertThat(problems(release)).contains(tuple(Verdict.Flaw.MALFORMED, "record " + record.getLong("seq")));
            assertThat(new Judge(landscape, shops).verdict()).contains(notStored);
        } finally {
            replace(record, bytes);
        }
        assertThat(check(release)).isInstanceOf(Verdict.Verified.class);
    }

    private static byte[] flipped(byte[] bytes, String place) {
        byte[] flipped = bytes.clone();
        flipped[new String(bytes, StandardCharsets.UTF_8).indexOf(place)] ^= 1;
        return flipped;
    }

    private List<Tuple> problems(String release) throws IOException {
        return check(release) instanceof Verdict.Refused(var problems)
                ? problems.stream()
                        .map(problem -> tuple(problem.flaw(), problem.where()))
                        .toList()
                : List.of();
    }

    private void replace(Document record, byte[] bytes) {
        database()
                .getCollection("records")
                .updateOne(Filters.eq("_id", record.getString("_id")), Updates.set("bytes", new Binary(bytes)));
    }

    /** With nothing but the public key. */
    private Verdict check(String release) throws IOException {
        String key = landscape.get(Service.AUDIT, "/v1/checkpoint/key").body().strip();
        return new TrailVerifier(NoteVerifier.parse(key))
                .verify(landscape
                        .get(Service.AUDIT, "/v1/trails/" + release + "/bundle")
                        .body()
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFullDiskStopsTheTrailWhichSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
        SmallDisk.assumePossible(landscape.folder());
        release();
        landscape.process(Service.AUDIT).stop();
        try (SmallDisk disk = SmallDisk.under(landscape.trail().folder(), 2)) {
            landscape.start(Service.AUDIT);
            try {
                landscape.awaitWell(Service.AUDIT);
                long told = toldCheckpoints();

                disk.fill();
                String id = shops.request("shop", ImageBehaviour.healthy("v1.1." + ++patch));
                awaitHealth("No space left on device");
                shops.follow(id, Shops::hasEnded);
                assertThat(toldCheckpoints()).isEqualTo(told);

                disk.makeRoom();
                Quiet.await(landscape, shops);
                assertThat(check(id)).isInstanceOf(Verdict.Verified.class);
                assertThat(landscape.trail().folder().resolve("evidence").resolve(id))
                        .isNotEmptyDirectory();
                assertThat(new Judge(landscape, shops).verdict()).isEmpty();
            } finally {
                landscape.process(Service.AUDIT).stop();
            }
        }
        landscape.start(Service.AUDIT);
        landscape.awaitWell(Service.AUDIT);
    }

    @Test
    void aFullDiskOfTheStoreStopsTheServicesWhichSaySoAndGoOnWhenThereIsRoom() throws Exception {
        SmallDisk.assumePossible(landscape.folder());
        release();
        landscape.store().stop();
        try (SmallDisk disk = SmallDisk.under(StoreServer.Embedded.folder(landscape.folder()), 64)) {
            landscape.store().restart();
            try {
                awaitAllWell();
                String id = shops.request("shop", ImageBehaviour.healthy("v1.1." + ++patch));

                disk.fill();
                Awaitility.await("gate-service says that the store takes nothing")
                        .atMost(PATIENCE)
                        .until(() -> {
                            useUpWhatIsFreeInTheFile();
                            return landscape.health(Service.GATE).contains("the store takes no writes");
                        });
                Awaitility.await("gate-service acknowledges nothing that is not kept")
                        .atMost(PATIENCE)
                        .until(() -> {
                            useUpWhatIsFreeInTheFile();
                            return report("%08x".formatted(System.nanoTime() & 0xffffffffL)) >= 500;
                        });

                disk.makeRoom();
                landscape.database().getDatabase("ballast").drop();
                shops.follow(id, Shops::hasEnded);
                Quiet.await(landscape, shops);
                assertThat(new Judge(landscape, shops).verdict()).isEmpty();
            } finally {
                landscape.store().stop();
            }
        }
        landscape.store().restart();
        awaitAllWell();
    }

    private void awaitAllWell() {
        for (Service service : Service.values()) {
            landscape.awaitWell(service);
        }
    }

    /** A store that has no room on its disk writes where it wrote before, as long as there is any such place. */
    private void useUpWhatIsFreeInTheFile() {
        byte[] content = new byte[4 << 10];
        ThreadLocalRandom.current().nextBytes(content);
        try {
            while (true) {
                landscape
                        .database()
                        .getDatabase("ballast")
                        .getCollection("ballast")
                        .insertOne(new Document("content", new Binary(content)));
            }
        } catch (MongoException _) {
            // as it should be
        }
    }

    private int report(String commit) throws IOException {
        return landscape
                .call(
                        Service.GATE,
                        "PUT",
                        "/v1/applications/shop/commits/" + commit + "/evidence/ci",
                        "{\"passed\": true}",
                        Landscape.TOKEN)
                .statusCode();
    }
}
