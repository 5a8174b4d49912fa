package dev.slipway.service.aggregate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where aggregates are kept. Every write is conditional on the version that was read, because a broker fences a zombie's
 * offsets but not its writes here. An exception means that the outcome is unknown: load again.
 */
public interface AggregateStore {
    Optional<StoredAggregate> load(String id);

    /**
     * Saves {@code next} where the stored version is still the one before it ({@code next.version() - 1}; 0 for none stored),
     * and the lease the one that was read with it: else it would take away a lease that was given since, or bring one back.
     *
     * @param lease null for none
     * @return whether it was saved; false where somebody else was first
     */
    boolean saveIfUnchanged(StoredAggregate next, StoredAggregate.@Nullable Lease lease);

    /**
     * Empties the outbox where the version is still this one; the version stays.
     *
     * @return whether it was this version
     */
    boolean markPublished(String id, long version, @Nullable Instant wakeAt);

    /**
     * Takes the lease for work on a due aggregate; the version stays.
     *
     * @param dueBy up to which due time; later than {@code now} where work that waits is to be done early
     * @return the aggregate with the lease; empty where it is not due any more or another owner's lease still runs
     */
    Optional<StoredAggregate> claim(String id, String owner, Instant dueBy, Instant now, Instant until);

    /** Gives a lease back without a change of state. */
    void release(String id, String owner);

    /** What is due until {@code horizon}, the earliest first, at most {@code limit}: a {@code wakeAt}, or an outbox left full. */
    List<Due> due(Instant horizon, int limit);

    /** Those whose indexed fields equal all the given ones (a list field: contains), ordered by id. */
    List<StoredAggregate> find(Map<String, Object> indexed, int limit);

    /** The same, but ordered by an indexed instant, the latest first: what is left out by the limit is the oldest. */
    List<StoredAggregate> newest(Map<String, Object> indexed, String field, int limit);

    /** An aggregate's id and when it is due. */
    record Due(String id, Instant at) {
        /** Whether it is due for its full outbox, which stands at the epoch: before all that only waits for its time. */
        boolean isUnsaid() {
            return !at.isAfter(Instant.EPOCH);
        }
    }
}
