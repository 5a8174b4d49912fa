package dev.slipway.simulation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of many runs, which several threads add. */
final class Tally {
    private static final int MOST_TOLD = 20;
    private static final int BETWEEN_SIGNS_OF_LIFE = 100_000;

    private final Map<String, Long> injected = new TreeMap<>();
    private final Map<Pair, Long> met = new TreeMap<>();
    private final Map<Long, List<String>> broken = new TreeMap<>();
    private final Hits hits = new Hits();
    private long runs;
    private long events;
    private long calls;

    synchronized void add(Outcome outcome) {
        outcome.injected().forEach((what, times) -> injected.merge(what, (long) times, Long::sum));
        hits.add(outcome.hits());
        outcome.met().forEach(pair -> met.merge(pair, 1L, Long::sum));
        if (!outcome.broken().isEmpty()) {
            broken.put(outcome.seed(), outcome.broken());
        }
        events += outcome.events();
        calls += outcome.calls();
        if (++runs % BETWEEN_SIGNS_OF_LIFE == 0) {
            System.out.println(runs + " schedules, broken so far: " + broken);
        }
    }

    /** What broke, by seed. */
    Map<Long, List<String>> broken() {
        return broken;
    }

    /** In how many runs a signal met a state. */
    Map<Pair, Long> met() {
        return met;
    }

    /** Which calls met which faults, in all runs together. */
    Hits hits() {
        return hits;
    }

    /** For people to read. */
    String told() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                runs + " schedules, " + events + " events said in " + calls + " calls to what is outside; faults: "
                        + injected);
        for (String rules : Pair.RULES.keySet()) {
            Set<Pair> there = Pair.all(rules);
            long reached = there.stream().filter(met::containsKey).count();
            line(text, "%-10s %3d of %3d states × signals".formatted(rules, reached, there.size()));
            there.stream()
                    .filter(pair -> !met.containsKey(pair))
                    .forEach(pair ->
                            line(text, "  not " + pair.state() + " × " + pair.signal() + ": " + Unmet.why(pair)));
        }
        line(text, "faults by call, in the order of " + List.of(Fault.values()));
        text.append(hits.told());
        line(text, "broken: " + broken.size());
        line(
                text,
                broken.entrySet().stream()
                        .limit(MOST_TOLD)
                        .map(entry -> "  seed " + entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("\n")));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        if (!line.isEmpty()) {
            text.append(line).append(System.lineSeparator());
        }
    }
}
