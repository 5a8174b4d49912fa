package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path folder;

    @Test
    void whoReadsTheKubeconfigWhileItIsWrittenReadsAWholeOne() throws Exception {
        Path file = folder.resolve("kubeconfig");
        AtomicBoolean written = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 2_000; i++) {
                    write(file);
                }
            } finally {
                written.set(true);
            }
        });

        int read = 0;
        while (!written.get()) {
            if (read > 0 || Files.exists(file)) {
                assertThat(Files.readString(file)).endsWith("current-context: sandbox\n");
                read++;
            }
        }
        writer.join();

        assertThat(read).isPositive();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theTokenOfTheFirstStartStays() throws IOException {
        Path file = folder.resolve("token");

        String first = Credentials.token(file);

        assertThat(first).hasSize(64);
        assertThat(Credentials.token(file)).isEqualTo(first);
    }

    private static void write(Path file) {
        try {
            Credentials.writeKubeconfig(file, "http://127.0.0.1:8080", "secret");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
