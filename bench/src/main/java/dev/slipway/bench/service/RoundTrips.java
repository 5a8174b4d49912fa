package dev.slipway.bench.service;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts the commands that a service sends to its store; each is one round trip. */
final class RoundTrips implements CommandListener {
    private final Map<String, LongAdder> byCommand = new ConcurrentHashMap<>();

    @Override
    public void commandStarted(CommandStartedEvent event) {
        byCommand.computeIfAbsent(event.getCommandName(), _ -> new LongAdder()).increment();
    }

    void forget() {
        byCommand.clear();
    }

    Map<String, Long> counted() {
        Map<String, Long> counted = new TreeMap<>();
        byCommand.forEach((command, count) -> counted.put(command, count.sum()));
        return counted;
    }

    /** Per event, all together and by command. */
    static String perEvent(Map<String, Long> counted, int events) {
        double all = counted.values().stream().mapToLong(Long::longValue).sum();
        return String.format(Locale.ROOT, "%.2f", all / events)
                + counted.entrySet().stream()
                        .map(one ->
                                String.format(Locale.ROOT, "%s %.2f", one.getKey(), (double) one.getValue() / events))
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
