package dev.slipway.simulation;

import java.lang.management.ManagementFactory;
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
        Tally tally = new Tally();
        LongStream.rangeClosed(1, count)
                .parallel()
                .forEach(seed -> tally.add(Schedule.of(seed).run(Defect.NONE, false)));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d schedules in %.1f s, %.0f a second, %.2f ms of processor time each%n",
                count, seconds, count / seconds, processorSeconds() * 1_000 / count);
        System.out.print(tally.told());
        return tally.broken().isEmpty();
    }

    /** Of the whole process: with its start, its compiler and its garbage collector. */
    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }
}
