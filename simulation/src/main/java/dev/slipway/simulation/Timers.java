package dev.slipway.simulation;

import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.Alarm;
import dev.slipway.service.aggregate.RuleFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a process has planned in its memory, by its own clock, as {@code DueTimes} does with threads. */
final class Timers implements Alarm {
    private static final Duration LOOK_AHEAD = Duration.ofSeconds(10);

    private final World world;
    private final Instance process;
    private final AggregateStore store;
    private final Map<String, Instant> planned = new LinkedHashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Set<String> inHand = new HashSet<>();
    private Consumer<String> work = _ -> {};

    Timers(World world, Instance process, AggregateStore store) {
        this.world = world;
        this.process = process;
        this.store = store;
    }

    void start(Consumer<String> work) {
        this.work = work;
    }

    @Override
    public void schedule(String id, Instant at) {
        planned.merge(id, at, (old, next) -> next.isBefore(old) ? next : old);
    }

    boolean plans(String id) {
        return planned.containsKey(id);
    }

    /** By the process's clock; null where nothing is planned. */
    @Nullable
    Instant next() {
        Map.Entry<String, Instant> first = first();
        return first == null ? null : first.getValue();
    }

    /** Work on one id is never done twice at a time in one process. */
    private Map.@Nullable Entry<String, Instant> first() {
        Map.Entry<String, Instant> first = null;
        for (Map.Entry<String, Instant> each : planned.entrySet()) {
            if (!inHand.contains(each.getKey())
                    && (first == null || each.getValue().isBefore(first.getValue()))) {
                first = each;
            }
        }
        return first;
    }

    void fire() {
        Map.Entry<String, Instant> first = first();
        if (first != null) {
            fire(first.getKey());
        }
    }

    private void fire(String id) {
        planned.remove(id);
        inHand.add(id);
        try {
            work.accept(id);
            failures.remove(id);
        } catch (RuleFailure e) {
            world.broken("a rule of " + process.service() + " threw: " + e);
        } catch (RuntimeException e) {
            world.unexpected(e);
            int count = failures.merge(id, 1, Integer::sum);
            schedule(id, process.now().plusMillis(Math.min(10_000, 100L << Math.min(count, 10))));
        } finally {
            inHand.remove(id);
        }
    }

    void sweep() {
        try {
            store.due(process.now().plus(LOOK_AHEAD), 10_000).forEach(due -> schedule(due.id(), due.at()));
        } catch (RuntimeException e) {
            world.unexpected(e);
        }
    }
}
