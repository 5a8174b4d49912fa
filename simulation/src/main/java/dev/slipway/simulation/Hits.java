package dev.slipway.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How often services made their calls, and which faults met them there. */
final class Hits {
    private final Map<Step, Counts> counts = new TreeMap<>();

    private static final class Counts {
        private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
        private long asked;
    }

    void asked(Step step) {
        of(step).asked++;
    }

    void met(Step step, Fault fault) {
        of(step).faults.merge(fault, 1L, Long::sum);
    }

    private Counts of(Step step) {
        return counts.computeIfAbsent(step, _ -> new Counts());
    }

    void add(Hits others) {
        others.counts.forEach((step, other) -> {
            Counts mine = of(step);
            mine.asked += other.asked;
            other.faults.forEach((fault, times) -> mine.faults.merge(fault, times, Long::sum));
        });
    }

    /** The steps that were taken at least so often and never met one of the faults, each with those that it met. */
    Map<Step, Map<Fault, Long>> missing(long often) {
        Map<Step, Map<Fault, Long>> missing = new TreeMap<>();
        counts.forEach((step, count) -> {
            if (count.asked >= often && count.faults.size() < Fault.values().length) {
                missing.put(step, count.faults);
            }
        });
        return missing;
    }

    /** One line for each step, its numbers in the order of {@link Fault}. */
    String told() {
        StringBuilder text = new StringBuilder();
        counts.forEach((step, count) -> {
            text.append("  %-14s %-17s %9d calls,".formatted(step.service(), step.call(), count.asked));
            for (Fault fault : Fault.values()) {
                text.append(" %5d".formatted(count.faults.getOrDefault(fault, 0L)));
            }
            text.append(System.lineSeparator());
        });
        return text.toString();
    }
}
