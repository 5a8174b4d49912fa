package dev.slipway.bench;

import dev.slipway.bench.service.IngestSpeed;
import dev.slipway.bench.service.ShellSpeed;
import dev.slipway.bench.service.WaitingReleases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.logging.LogManager;

/** {@code throughput}, {@code rollback}, {@code start}, {@code shell}, {@code ingest} and {@code waiting}; each prints what it measured beside the goal. */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.setProperty("slipway.log", log().toString());
        LogManager.getLogManager().reset();
        switch (args.length == 0 ? "" : args[0]) {
            case "throughput" ->
                Throughput.run(count(args, 100), Arrays.asList(args).contains("real"));
            case "rollback" -> RollbackLatency.run(count(args, 50));
            case "start" -> Start.run(count(args, 5));
            case "shell" -> ShellSpeed.run(count(args, 4_000));
            case "waiting" -> WaitingReleases.run(count(args, 10_000));
            case "ingest" -> IngestSpeed.run(count(args, 20_000));
            default -> {
                System.err.println(
                        "give throughput, rollback, start, shell, ingest or waiting, and how often or how many");
                System.exit(2);
            }
        }
        System.exit(0);
    }

    /** Every transition is a line of it, as in a service that runs for good. */
    private static Path log() throws IOException {
        return Files.createTempDirectory("slipway-bench").resolve("slipway.log");
    }

    private static int count(String[] args, int usual) {
        return args.length > 1 ? Integer.parseInt(args[1]) : usual;
    }
}
