package dev.slipway.bench;

import java.util.Arrays;
import java.util.logging.LogManager;

/** {@code throughput}, {@code rollback} and {@code start}; each prints what it measured beside the goal. */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        LogManager.getLogManager().reset();
        switch (args.length == 0 ? "" : args[0]) {
            case "throughput" ->
                Throughput.run(count(args, 100), Arrays.asList(args).contains("real"));
            case "rollback" -> RollbackLatency.run(count(args, 50));
            case "start" -> Start.run(count(args, 5));
            default -> {
                System.err.println("give throughput, rollback or start, and how often");
                System.exit(2);
            }
        }
        System.exit(0);
    }

    private static int count(String[] args, int usual) {
        return args.length > 1 ? Integer.parseInt(args[1]) : usual;
    }
}
