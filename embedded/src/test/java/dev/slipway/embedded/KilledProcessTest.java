package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after a {@code kill -9} in the middle of writing. */
class KilledProcessTest {

    @TempDir
    Path folder;

    @Test
    void theBrokerKeepsEveryAcknowledgedRecord() throws Exception {
        Set<String> acknowledged = killAfter(20_000, "broker");

        try (var broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(new HashSet<>(Records.all(broker.bootstrapServers()))).containsAll(acknowledged);
        }
    }

    @Test
    void theStoreKeepsEveryAcknowledgedWriteAndNoHalfOfAnother() throws Exception {
        Set<String> acknowledged = killAfter(4_000, "store");

        try (var store = EmbeddedStore.start(folder.resolve("state.db"), 0);
                var client = MongoClients.create(store.uri())) {
            var documents = client.getDatabase("gate").getCollection("releases");
            var found = new HashSet<String>();
            documents.find().forEach(document -> found.add(document.getString("_id")));
            assertThat(found).containsAll(acknowledged);
            // An index entry without its document would refuse the next insert.
            for (int writer = 0; writer < Victim.WRITERS; writer++) {
                for (long i = 0, fresh = 0; fresh < 5; i++) {
                    if (!found.contains(writer + "-" + i)) {
                        documents.insertOne(Victim.document(writer, i));
                        fresh++;
                    }
                }
            }
        }
    }

    /** Starts a {@link Victim}, kills it after so many lines, and returns all that it printed. */
    private Set<String> killAfter(int lines, String kind) throws IOException, InterruptedException {
        Process victim = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName(),
                        kind,
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var printed = new HashSet<String>();
        try (BufferedReader out = victim.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                printed.add(line);
                if (printed.size() == lines) {
                    victim.toHandle().destroyForcibly(); // SIGKILL, and what is in the pipe stays readable
                }
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
        assertThat(printed).hasSizeGreaterThanOrEqualTo(lines);
        return printed;
    }
}
