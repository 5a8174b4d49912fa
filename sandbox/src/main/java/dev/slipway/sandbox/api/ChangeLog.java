package dev.slipway.sandbox.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The latest changes, for those who watch. What is older than the window is gone, and its watchers must list again. */
final class ChangeLog {
    private static final int WINDOW = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Change> window = new ArrayDeque<>();
    private long forgotten;
    private long latest;
    private boolean closed;

    /** The window opens behind {@code resourceVersion}: what came before was not seen by this process. */
    ChangeLog(long resourceVersion) {
        forgotten = resourceVersion;
        latest = resourceVersion;
    }

    void append(Change change) {
        lock.lock();
        try {
            window.addLast(change);
            latest = change.resourceVersion();
            if (window.size() > WINDOW) {
                forgotten = window.removeFirst().resourceVersion();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for changes later than a version.
     *
     * @return the changes in order; empty when {@code patience} has passed or the log was closed
     * @throws StatusException 410 if changes after that version were forgotten already
     */
    List<Change> after(long resourceVersion, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (latest <= resourceVersion && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            if (resourceVersion < forgotten) {
                throw StatusException.expired(resourceVersion, forgotten);
            }
            List<Change> later = new ArrayList<>();
            for (var newest = window.descendingIterator(); newest.hasNext(); ) {
                Change change = newest.next();
                if (change.resourceVersion() <= resourceVersion) {
                    break;
                }
                later.add(change);
            }
            return later.reversed();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
