package dev.slipway.service.aggregate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes aggregates when their time has come: at once for what this process saved itself, and by a look into the store
 * every few seconds for what another left behind. The store decides who may work; this only spares it being asked.
 */
public final class DueTimes implements Alarm, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DueTimes.class);
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration LOOK_AHEAD = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int SWEEP_LIMIT = 10_000;

    /** More only wait for the store and make each other time out; far more than hang at a time where a system outside does. */
    static final int AT_ONCE = 64;

    private static final long MAX_RETRY_MILLIS = 10_000;

    private final Clock clock;
    private final AggregateStore store;
    private final ScheduledExecutorService timer;
    private final ExecutorService workers;
    private final Map<String, Planned> planned = new ConcurrentHashMap<>();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE, true); // who has been due for longest comes first
    private final Backlog backlog = new Backlog();
    private volatile Consumer<String> work = _ -> {};
    private boolean lookedOnce; // the first look takes at once what this process left when it was killed

    private record Planned(Instant at, ScheduledFuture<?> future) {}

    /** Work in hand; {@code again} is when it is due next, where that became known meanwhile. */
    private static final class Running {
        private volatile Instant again = Instant.MAX;
    }

    public DueTimes(String name, AggregateStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name + "-timer").factory());
        this.workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-work-", 0).factory());
    }

    /**
     * Begins to wake; {@code work} is called on a virtual thread, for one id never twice at a time, and for no more than
     * {@value #AT_ONCE} at once.
     */
    public void start(Consumer<String> work) {
        this.work = work;
        timer.scheduleWithFixedDelay(this::look, 0, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the last look found late. */
    public Backlog backlog() {
        return backlog;
    }

    @Override
    public void schedule(String id, Instant at) {
        Running current = running.get(id);
        if (current != null) {
            synchronized (current) {
                if (running.get(id) == current) {
                    current.again = at.isBefore(current.again) ? at : current.again;
                    return;
                }
            }
        }
        plan(id, at);
    }

    private void plan(String id, Instant at) {
        planned.compute(id, (_, old) -> {
            if (old != null && !at.isBefore(old.at())) {
                return old;
            }
            if (old != null) {
                old.future().cancel(false);
            }
            long delay = Math.max(0, Duration.between(clock.instant(), at).toMillis());
            if (workers.isShutdown()) {
                return null; // whoever starts next looks into the store
            }
            if (delay == 0) {
                workers.execute(() -> fire(id));
                return null;
            }
            return new Planned(at, timer.schedule(() -> workers.execute(() -> fire(id)), delay, TimeUnit.MILLISECONDS));
        });
    }

    private void fire(String id) {
        planned.remove(id);
        Running mine = new Running();
        Running other = running.putIfAbsent(id, mine);
        if (other != null) {
            schedule(id, clock.instant());
            return;
        }
        Instant next = Instant.MAX;
        try {
            while (true) {
                Instant retry = attempt(id);
                synchronized (mine) {
                    next = retry.isBefore(mine.again) ? retry : mine.again;
                    mine.again = Instant.MAX;
                    if (next.isAfter(clock.instant())) {
                        running.remove(id);
                        break;
                    }
                }
            }
        } finally {
            running.remove(id, mine);
        }
        if (next.isBefore(Instant.MAX)) {
            plan(id, next);
        }
    }

    /** Works once; answers when to try again, {@link Instant#MAX} where it went well. */
    private Instant attempt(String id) {
        try {
            places.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Instant.MAX; // stopped: whoever starts next looks into the store
        }
        try {
            work.accept(id);
            failures.remove(id);
            return Instant.MAX;
        } catch (RuntimeException | Error e) { // an Error, too, must not end the tries
            return retryAt(id, e);
        } finally {
            places.release();
        }
    }

    /** Later each time, with jitter, so that many that failed together do not come back together. */
    private Instant retryAt(String id, Throwable cause) {
        int count = failures.merge(id, 1, Integer::sum);
        long ceiling = Math.min(MAX_RETRY_MILLIS, 100L << Math.min(count, 10));
        long delay = ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1);
        log.atWarn()
                .addKeyValue("aggregate", id)
                .addKeyValue("failures", count)
                .addKeyValue("retryInMillis", delay)
                .setCause(cause)
                .log("work failed");
        return clock.instant().plusMillis(delay);
    }

    synchronized void look() {
        try {
            List<AggregateStore.Due> all = store.due(clock.instant().plus(LOOK_AHEAD), SWEEP_LIMIT);
            for (AggregateStore.Due due : all) {
                if (due.isUnsaid() && lookedOnce && !backlog.knows(due.id())) {
                    continue; // being said this moment: left behind only if the next look finds it again
                }
                if (!failures.containsKey(due.id()) || !planned.containsKey(due.id())) { // else its retry is planned
                    schedule(due.id(), due.at());
                }
            }
            backlog.look(all, clock.instant());
            lookedOnce = true;
        } catch (RuntimeException | Error e) { // whatever is thrown here would end the looks
            backlog.lookFailed();
            log.atWarn().setCause(e).log("looking for due work failed, will look again");
        }
    }

    /** Lets the work in hand end, for a while: what is broken off keeps its lease until that runs out. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
