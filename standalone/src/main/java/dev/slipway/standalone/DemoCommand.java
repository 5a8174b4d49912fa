package dev.slipway.standalone;

import dev.slipway.cli.view.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything and plays two releases: a good one that goes through, and a bad one that comes back. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything on a fresh folder and plays two releases of agentaskit under live traffic:",
            "v1.2.3 is healthy and goes to production; v1.2.4 fails on its canary and is rolled back by itself."
        },
        footer = {"", "Example:", "  slipway demo --keep"})
public final class DemoCommand implements Callable<Integer> {
    /**
     * The pipeline's own soak is 2 hours and its canary 30 minutes: a demo's user has not the time. Of its users, twelve a
     * second meet each canary; on a busy machine it may be half of that.
     */
    public static final Map<String, String> SHORT =
            Map.of("soak", "3s", "canary-hold", "8s", "canary-interval", "1s", "canary-min-samples", "5");

    @Mixin
    Options options = new Options();

    @Option(names = "--keep", description = "Leave it running afterwards, until Ctrl-C.")
    boolean keep;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        options.data = options.data.resolve("demo");
        empty(options.data);
        Map<String, String> variables = new LinkedHashMap<>(SHORT);
        variables.putAll(options.variables);
        options.variables = variables;
        Path log = Log.to(options.data);
        out.println("Starting Slipway …");
        out.flush();
        try (DemoSlack slack = DemoSlack.start();
                Platform platform = Platform.start(withSlack(slack), Outside.NOTHING)) {
            UpCommand.announce(out, platform, log);
            DemoCluster cluster = DemoCluster.in(platform.sandbox()
                    .orElseThrow(
                            () -> new IllegalStateException("the sandbox was not started, though none was given")));
            List<String> faults =
                    new Demo(platform, cluster, slack, System.out, Terminal.standardOutput(System.getenv())).play();
            if (keep) {
                out.println("It stays until Ctrl-C. Try: slipway status --config "
                        + platform.data().resolve("client.json"));
                out.flush();
                UpCommand.closeAtTheEnd(out, platform);
                UpCommand.stay();
            }
            return faults.isEmpty() ? 0 : 1;
        }
    }

    private Options withSlack(DemoSlack slack) {
        options.settings.put("slipway.notify.slack.base-url", slack.url());
        options.settings.put("slipway.notify.slack.token", DemoSlack.TOKEN);
        return options;
    }

    /** A demo begins anew each time; only what an earlier demo left is removed. */
    private static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.exists(folder.resolve("client.json")) && !Files.exists(folder.resolve("slipway.log"))) {
            throw new StartFailure(folder + " is not of an earlier demo: give another --data, or empty it yourself");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException("removing what an earlier demo left failed", e);
                }
            });
        }
    }
}
