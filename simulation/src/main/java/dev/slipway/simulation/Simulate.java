package dev.slipway.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** {@code simulate 20000} runs so many schedules; {@code simulate seed 4711} tells the story of one. */
public final class Simulate {
    private Simulate() {}

    public static void main(String[] args) {
        if (args.length == 2 && args[0].equals("seed")) {
            System.exit(one(Long.parseLong(args[1])) ? 0 : 1);
        }
        long count = args.length == 1 ? Long.parseLong(args[0]) : 20_000;
        System.exit(many(count) ? 0 : 1);
    }

    private static boolean one(long seed) {
        Outcome outcome = Schedule.of(seed).run(Defect.NONE, true);
        outcome.story().forEach(System.out::println);
        System.out.println(outcome.broken().isEmpty() ? "Everything held." : "BROKEN: " + outcome.broken());
        return outcome.broken().isEmpty();
    }

    private static boolean many(long count) {
        long start = System.nanoTime();
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        Set<String> reached = new TreeSet<>();
        List<Outcome> failed = new ArrayList<>();
        long[] events = new long[1];
        LongStream.rangeClosed(1, count).parallel().forEach(seed -> {
            Outcome outcome = Schedule.of(seed).run(Defect.NONE, false);
            synchronized (faults) {
                outcome.injected().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
                reached.addAll(outcome.reached());
                events[0] += outcome.events();
                if (!outcome.broken().isEmpty()) {
                    failed.add(outcome);
                }
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d schedules in %.1f s, %.2f ms each; %d events said; %d states × signals reached%n",
                count, seconds, seconds * 1_000 / count, events[0], reached.size());
        System.out.println("faults: " + faults);
        System.out.println("failed: " + failed.size());
        failed.stream()
                .limit(20)
                .forEach(outcome -> System.out.println("  seed " + outcome.seed() + ": " + outcome.broken()));
        return failed.isEmpty();
    }
}
