package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder keeps when the process is killed. */
class KilledProcessTest {
    private static final int ENOUGH = 50;

    @TempDir
    private Path folder;

    @Test
    void everyAnsweredWriteIsThere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> answered = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            while (answered.size() < ENOUGH) {
                String line = lines.readLine();
                assertThat(line).as("the process ended by itself").isNotNull();
                answered.add(line);
            }
            process.destroyForcibly().waitFor();
        }

        try (SandboxCluster cluster = SandboxCluster.start(folder, 0, 0)) {
            assertThat(cluster.client()
                            .configMaps()
                            .inNamespace("default")
                            .list()
                            .getItems())
                    .extracting(map -> map.getMetadata().getName() + " "
                            + map.getMetadata().getResourceVersion())
                    .containsAll(answered);
        }
    }

    /** Writes for ever, and says each time what was answered. */
    static final class Writer {
        public static void main(String[] args) throws IOException {
            SandboxCluster cluster = SandboxCluster.start(Path.of(args[0]), 0, 0);
            for (int i = 0; ; i++) {
                var map = new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("map-" + i)
                        .endMetadata()
                        .build();
                var answer = cluster.client().resource(map).create().getMetadata();
                System.out.println(answer.getName() + " " + answer.getResourceVersion());
            }
        }
    }
}
