package dev.slipway.simulation;

import java.time.Instant;
import java.util.PriorityQueue;

/** The time, and what happens by itself when it has come. */
final class Timeline {
    private final PriorityQueue<Act> acts = new PriorityQueue<>();
    private Instant now;
    private int planned;

    /** Something that happens by itself at a time; the earlier planned comes first. */
    private record Act(Instant at, int number, Runnable action) implements Comparable<Act> {
        @Override
        public int compareTo(Act other) {
            int byTime = at.compareTo(other.at);
            return byTime == 0 ? Integer.compare(number, other.number) : byTime;
        }
    }

    Timeline(Instant start) {
        this.now = start;
    }

    Instant now() {
        return now;
    }

    void at(Instant time, Runnable action) {
        acts.add(new Act(time, planned++, action));
    }

    void moveTo(Instant time) {
        now = time;
    }

    /** When something happens by itself; {@link Instant#MAX} where nothing will. */
    Instant next() {
        Act next = acts.peek();
        return next == null ? Instant.MAX : next.at;
    }

    boolean isDue() {
        return !next().isAfter(now);
    }

    /** Has the next of them happen. */
    void act() {
        Act next = acts.poll();
        if (next != null) {
            next.action.run();
        }
    }
}
