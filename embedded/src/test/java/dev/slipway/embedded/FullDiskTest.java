package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a small disk of its own, which only root can mount. */
class FullDiskTest {
    private static final String LARGE = "x".repeat(200_000);

    @TempDir
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()) == 0,
                "a small disk can only be mounted by root");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void theStoreRefusesWhatItCannotKeepAndGoesOnWhenThereIsRoom() throws Exception {
        try (var store = EmbeddedStore.start(disk.resolve("store"), 0);
                var client = MongoClients.create(store.uri())) {
            insert(client, "before");
            fill();

            assertThatExceptionOfType(MongoException.class).isThrownBy(() -> insert(client, "refused"));
            assertThatExceptionOfType(MongoException.class).isThrownBy(() -> insert(client, "refused, too"));

            Files.delete(disk.resolve("full"));
            insert(client, "after");
            assertThat(releases(client).find())
                    .extracting(document -> document.getString("_id"))
                    .containsExactlyInAnyOrder("before", "after");
        }
        try (var store = EmbeddedStore.start(disk.resolve("store"), 0);
                var client = MongoClients.create(store.uri())) {
            assertThat(releases(client).countDocuments()).isEqualTo(2);
        }
    }

    private void fill() throws Exception {
        assertThat(run("dd", "if=/dev/zero", "of=" + disk.resolve("full"), "bs=4096"))
                .as("dd ends when nothing more fits")
                .isNotZero();
    }

    private static void insert(MongoClient client, String id) {
        releases(client).insertOne(new Document("_id", id).append("state", LARGE));
    }

    private static MongoCollection<Document> releases(MongoClient client) {
        return client.getDatabase("gate").getCollection("releases");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
