package dev.slipway.service.aggregate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the looks into the store found late: timers and outside work whose time has come, and outboxes that are not empty.
 * Both are moments long while all is well; {@link DueTimes} looks every few seconds anyway.
 */
public final class Backlog {
    /** Work in hand is done within its lease, and what is younger than that is nobody's fault yet. */
    static final Duration GRACE = Aggregates.LEASE;

    private volatile Found found = new Found(0, Instant.MAX, Map.of());
    private volatile boolean blind;

    private record Found(int overdue, Instant earliest, Map<String, Instant> unsaid) {}

    /** @param due all that is due, the earliest first */
    void look(List<AggregateStore.Due> due, Instant now) {
        Map<String, Instant> before = found.unsaid();
        Map<String, Instant> unsaid = new HashMap<>();
        Instant earliest = Instant.MAX;
        int overdue = 0;
        for (AggregateStore.Due one : due) {
            if (one.isUnsaid()) {
                unsaid.put(one.id(), before.getOrDefault(one.id(), now));
            } else if (one.at().plus(GRACE).isBefore(now)) {
                overdue++;
                earliest = one.at().isBefore(earliest) ? one.at() : earliest;
            }
        }
        found = new Found(overdue, earliest, Map.copyOf(unsaid));
        blind = false;
    }

    /** The store could not be asked: what was late still is, and nobody knows what else has become it. */
    void lookFailed() {
        blind = true;
    }

    /** Whether that nothing was found late is no news: the last look failed. */
    public boolean isBlind() {
        return blind;
    }

    /** Whether the last look found its outbox full. */
    boolean knows(String id) {
        return found.unsaid().containsKey(id);
    }

    /** How many are later than work in hand can be. */
    public int overdue() {
        return found.overdue();
    }

    /** How late the latest of those is; it grows while nobody can look. */
    public Duration lateness(Instant now) {
        return since(found.earliest(), now);
    }

    /** For how long this process has found the same outbox full, look by look: the longest of all. */
    public Duration outboxAge(Instant now) {
        return since(found.unsaid().values().stream().min(Instant::compareTo).orElse(Instant.MAX), now);
    }

    private static Duration since(Instant then, Instant now) {
        return then.isBefore(now) ? Duration.between(then, now) : Duration.ZERO;
    }
}
