package dev.slipway.standalone;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything and stays. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts the five services with an embedded broker, store and sandbox cluster, and stays until Ctrl-C.",
            "SLIPWAY_KAFKA_BOOTSTRAP, SLIPWAY_MONGODB_URI and SLIPWAY_KUBECONFIG name outside ones to use instead."
        },
        footer = {"", "Example:", "  slipway up --pipelines pipelines --var soak=10m"})
final class UpCommand implements Callable<Integer> {
    @Mixin
    Options options = new Options();

    @Option(names = "--stop-when-ready", hidden = true, description = "For the training of the start-up cache.")
    boolean stopWhenReady;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path log = Log.to(options.data);
        Platform platform = Platform.start(options, Outside.fromEnvironment());
        closeAtTheEnd(out, platform);
        announce(out, platform, log);
        if (!stopWhenReady) {
            stay();
        }
        return 0;
    }

    /** Ctrl-C ends the process, and what runs in it is closed on the way. */
    static void closeAtTheEnd(PrintWriter out, Platform platform) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            out.println("Stopping …");
            out.flush();
            platform.close();
            out.println("Stopped. Everything is kept in " + platform.data() + ".");
            out.flush();
        }));
    }

    static void stay() throws InterruptedException {
        new CountDownLatch(1).await(); // nobody counts down: the process ends
    }

    static void announce(PrintWriter out, Platform platform, Path log) {
        Instant born = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        out.printf(
                "Slipway is ready after %.1f s.%n",
                Duration.between(born, Instant.now()).toMillis() / 1000.0);
        platform.listening().forEach((what, where) -> out.printf("  %-15s %s%n", what, where));
        out.printf("  %-15s %s%n", "tokens", platform.data().resolve("client.json"));
        out.printf("  %-15s %s%n", "log", log);
        out.flush();
    }
}
