package dev.slipway.e2e;

import dev.slipway.standalone.Cli;
import dev.slipway.standalone.Ports;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code slipway up} as a process of its own that can be killed. */
final class Slipway implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx320m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-Xlog:aot*=off:stderr");

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final int port;
    private final List<String> options;
    private @Nullable Process process;
    private int starts;

    Slipway(Path folder, List<String> options) {
        this.folder = folder;
        this.port = Ports.from(0).gateway(); // kept over restarts: a frozen plan names the gateway's
        this.options = options;
    }

    /** Returns when it says that it is ready. */
    void start() throws IOException {
        Path output = folder.resolve("output-" + ++starts + ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        // Written by the first process when it ends by itself, used by all after it: they are ready a third sooner.
        Path cache = folder.resolve("slipway.aot");
        command.add((Files.exists(cache) ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=") + cache);
        command.addAll(List.of("-cp", jars(), "dev.slipway.standalone.StandaloneMain"));
        command.addAll(List.of("up", "--data", data().toString(), "--port", Integer.toString(port)));
        command.addAll(options);
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process = started;
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        if (!started.isAlive()) {
                            throw new IllegalStateException("slipway up ended: " + Files.readString(output));
                        }
                        return Files.readString(output).contains("Slipway is ready");
                    });
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("slipway up is not ready, it says: " + Files.readString(output), e);
        }
    }

    /** Without this module's own folders: there is no cache where a folder is on the class path. */
    private static String jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains(File.separator + "e2e" + File.separator + "target"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What a service manager does; answers how it ended. */
    int stop() throws InterruptedException {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("slipway up was not started");
        }
        process = null;
        running.destroy();
        return running.waitFor();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
            process = null;
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    Cli cli(PrintStream out) {
        return new Cli(data().resolve("client.json"), out);
    }

    int gatewayPort() {
        return port;
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
