package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the start script runs in another program, which has their options: here to be listed. */
final class Programs {
    private Programs() {}

    abstract static class Program implements Callable<Integer> {
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        boolean help;

        @Override
        public Integer call() {
            throw Failure.usage("this program does not start a Slipway", "run it with the script ./slipway");
        }
    }

    @Command(
            name = "demo",
            description = {
                "Starts everything in one process and plays two releases: a healthy one that reaches production, and "
                        + "one whose errors nobody could see before and that is rolled back by itself."
            },
            footerHeading = "%nExample%n",
            footer = {"  slipway demo", "  slipway demo --keep"})
    static final class Demo extends Program {
        @Parameters(hidden = true)
        List<String> more = new ArrayList<>();
    }

    @Command(
            name = "up",
            description = {
                "Starts everything in one process and stays; its data is durable in one folder, ./data.",
                "SLIPWAY_KAFKA_BOOTSTRAP, SLIPWAY_MONGODB_URI or a kubeconfig put the real thing in the place of an "
                        + "embedded one. Ctrl-C stops it."
            },
            footerHeading = "%nExample%n",
            footer = {"  slipway up", "  SLIPWAY_MONGODB_URI=mongodb://db.example slipway up"})
    static final class Up extends Program {
        @Parameters(hidden = true)
        List<String> more = new ArrayList<>();
    }
}
