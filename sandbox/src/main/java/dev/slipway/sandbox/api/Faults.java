package dev.slipway.sandbox.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/** What goes wrong at the API server, for tests of those who depend on it. */
public final class Faults {

    public enum Kind {
        /** Answered 503 without having done anything. */
        REFUSE,
        /** Done, and the connection is closed instead of an answer. */
        DO_NOT_ANSWER,
        /** Neither done nor answered, until {@link #clear}. */
        HANG
    }

    private record Planned(Kind kind, AtomicInteger left, BiPredicate<String, String> where) {}

    private final List<Planned> planned = new CopyOnWriteArrayList<>();

    /** Lets the next {@code times} requests fail whose method and path satisfy {@code where}. */
    public void plan(Kind kind, int times, BiPredicate<String, String> where) {
        planned.add(new Planned(kind, new AtomicInteger(times), where));
    }

    /** Lets the next {@code times} requests fail, whatever they are. */
    public void plan(Kind kind, int times) {
        plan(kind, times, (_, _) -> true);
    }

    /** Ends all faults; requests that hang are cut off. */
    public void clear() {
        planned.clear();
        synchronized (this) {
            notifyAll();
        }
    }

    Optional<Kind> next(String method, String path) {
        for (Planned fault : planned) {
            if (fault.where.test(method, path) && fault.left.getAndDecrement() > 0) {
                return Optional.of(fault.kind);
            }
        }
        return Optional.empty();
    }

    synchronized void hang() throws InterruptedException {
        while (!planned.isEmpty()) {
            wait();
        }
    }
}
