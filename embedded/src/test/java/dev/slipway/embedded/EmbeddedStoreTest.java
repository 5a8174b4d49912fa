package dev.slipway.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest {

    @TempDir
    Path folder;

    private EmbeddedStore store;
    private MongoClient client;
    private MongoCollection<Document> releases;

    @BeforeEach
    void start() {
        open(EmbeddedStore.start(folder.resolve("state.db"), 0));
    }

    @AfterEach
    void stop() {
        client.close();
        store.close();
    }

    @Test
    void refusesASecondDocumentWithTheSameId() {
        releases.insertOne(new Document("_id", "r1"));

        assertThatExceptionOfType(MongoWriteException.class)
                .isThrownBy(() -> releases.insertOne(new Document("_id", "r1")))
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(11000));
    }

    @Test
    void refusesASecondDocumentWithTheSameUniqueKeyAlsoAfterARestart() {
        releases.createIndex(Indexes.ascending("app", "version"), new IndexOptions().unique(true));
        releases.insertOne(new Document("_id", "r1").append("app", "a").append("version", 1));
        restart();

        assertThatExceptionOfType(MongoWriteException.class)
                .isThrownBy(() -> releases.insertOne(
                        new Document("_id", "r2").append("app", "a").append("version", 1)))
                .satisfies(e -> assertThat(e.getCode()).isEqualTo(11000));
        releases.insertOne(new Document("_id", "r2").append("app", "a").append("version", 2));
    }

    @Test
    void letsOneOfManyWinACompareAndSet() throws Exception {
        releases.insertOne(new Document("_id", "r1").append("version", 7));
        Callable<Boolean> attempt = () -> releases.findOneAndUpdate(
                        and(eq("_id", "r1"), eq("version", 7)),
                        combine(inc("version", 1), set("state", "soaking")),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER))
                != null;

        var won = new ArrayList<Boolean>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(Collections.nCopies(16, attempt))) {
                won.add(result.get());
            }
        }

        assertThat(won).containsOnlyOnce(true).hasSize(16);
        assertThat(releases.find(eq("_id", "r1")).first())
                .isEqualTo(new Document("_id", "r1").append("version", 8).append("state", "soaking"));
    }

    @Test
    void anUnorderedBulkWritesAllButTheDuplicates() {
        releases.insertOne(new Document("_id", 1));

        assertThatExceptionOfType(MongoBulkWriteException.class)
                .isThrownBy(() -> releases.insertMany(
                        List.of(new Document("_id", 0), new Document("_id", 1), new Document("_id", 2)),
                        new InsertManyOptions().ordered(false)))
                .satisfies(e -> assertThat(e.getWriteErrors()).singleElement().satisfies(error -> {
                    assertThat(error.getIndex()).isEqualTo(1);
                    assertThat(error.getCode()).isEqualTo(11000);
                }));
        restart();

        assertThat(releases.countDocuments()).isEqualTo(3);
    }

    @Test
    void keepsDocumentsOfEveryTypeOverARestart() {
        var release = new Document("_id", "r1")
                .append("id", new ObjectId())
                .append("seen", List.of("e1", "e2"))
                .append(
                        "state",
                        new Document("weight", 10).append("hold", 86_400_000L).append("rate", 0.25))
                .append("digest", new Binary(new byte[] {1, 2, 3}))
                .append("nothing", null);
        releases.insertOne(release);
        restart();

        assertThat(releases.find()).containsExactly(release);
    }

    @Test
    void reusesTheSpaceOfOverwrittenDocuments() throws Exception {
        releases.insertOne(new Document("_id", "r1").append("state", "x".repeat(1000)));
        IntStream.range(0, 3000).forEach(i -> releases.updateOne(eq("_id", "r1"), set("step", i)));

        assertThat(folder.resolve("state.db"))
                .satisfies(file -> assertThat(Files.size(file)).isLessThan(4 << 20));
    }

    @Test
    void answersHelloAsAWritablePrimary() {
        assertThat(client.getDatabase("admin").runCommand(new Document("hello", 1)))
                .containsEntry("isWritablePrimary", true)
                .containsEntry("ok", 1.0);
    }

    @Test
    void refusesAFileThatIsInUseAndAPortThatIsTaken() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EmbeddedStore.start(folder.resolve("state.db"), 0))
                .withMessageContaining("state.db");
        int taken = URI.create(store.uri()).getPort();
        assertThatIllegalStateException()
                .isThrownBy(() -> EmbeddedStore.start(folder.resolve("other.db"), taken))
                .withMessageContaining(":" + taken);
    }

    @Test
    void inMemoryKeepsNothingToItself() {
        try (var memory = EmbeddedStore.inMemory();
                var other = MongoClients.create(memory.uri())) {
            var documents = other.getDatabase("gate").getCollection("releases");
            documents.insertOne(new Document("_id", "r1"));
            assertThat(documents.countDocuments()).isEqualTo(1);
            assertThat(releases.countDocuments()).isZero();
        }
    }

    private void restart() {
        int port = URI.create(store.uri()).getPort();
        stop();
        open(EmbeddedStore.start(folder.resolve("state.db"), port));
    }

    private void open(EmbeddedStore opened) {
        store = opened;
        client = MongoClients.create(opened.uri());
        releases = client.getDatabase("gate").getCollection("releases");
    }
}
