package dev.slipway.embedded;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;

/**
 * Lets writers run side by side and share commits.
 *
 * <p>A commit never sees a command half done: a document whose key is in a unique index but not in its collection would,
 * after a crash, refuse to be inserted again for ever. So commands hold the lock shared, and the commit alone.
 */
final class GroupCommit {

    /** A commit leaves a chunk behind; now and then the emptiest are merged, or the file would grow without end. */
    private static final int COMMITS_BETWEEN_COMPACTIONS = 256;

    private static final int FILL_PERCENT = 50;
    private static final int COMPACTION_BYTES = 4 << 20;

    private final MVStore store;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicLong written = new AtomicLong();
    /** Guarded by the exclusive lock, as is {@link #sinceCompaction}. */
    private long committed;

    private int sinceCompaction;

    GroupCommit(MVStore store) {
        this.store = store;
    }

    /** Runs a command and returns when its effects, also those before a failure, are in the file. */
    <T> T write(Supplier<T> command) {
        long mine;
        lock.readLock().lock();
        try {
            return command.get();
        } finally {
            mine = written.incrementAndGet();
            lock.readLock().unlock();
            commitUpTo(mine);
        }
    }

    /** Closes the store when no command is under way. */
    void close(Runnable closing) {
        lock.writeLock().lock();
        try {
            closing.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void commitUpTo(long mine) {
        lock.writeLock().lock();
        try {
            if (committed >= mine) {
                return; // somebody's commit took this write along
            }
            long all = written.get();
            store.commit();
            committed = all;
            compactNowAndThen();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void compactNowAndThen() {
        if (++sinceCompaction >= COMMITS_BETWEEN_COMPACTIONS) {
            sinceCompaction = 0;
            store.compact(FILL_PERCENT, COMPACTION_BYTES);
        }
    }
}
