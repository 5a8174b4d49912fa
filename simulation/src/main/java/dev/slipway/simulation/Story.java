package dev.slipway.simulation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened: when, who, what. */
final class Story {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final boolean wanted;
    private final Supplier<Instant> now;
    private final List<String> lines = new ArrayList<>();

    Story(boolean wanted, Supplier<Instant> now) {
        this.wanted = wanted;
        this.now = now;
    }

    void tell(String who, String what) {
        if (wanted) {
            lines.add("%s %-18s %s".formatted(TIME.format(now.get()), who, what));
        }
    }

    boolean isWanted() {
        return wanted;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
