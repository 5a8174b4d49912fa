package dev.slipway.service.aggregate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store in which somebody else is faster, once: between the load and the save of whoever uses it. */
final class LosingOnce implements AggregateStore {
    private final AggregateStore store;
    private @Nullable Runnable faster;

    LosingOnce(AggregateStore store, Runnable faster) {
        this.store = store;
        this.faster = faster;
    }

    @Override
    public boolean saveIfUnchanged(StoredAggregate next, StoredAggregate.@Nullable Lease lease) {
        Runnable first = faster;
        faster = null;
        if (first != null) {
            first.run();
        }
        return store.saveIfUnchanged(next, lease);
    }

    @Override
    public Optional<StoredAggregate> load(String id) {
        return store.load(id);
    }

    @Override
    public boolean markPublished(String id, long version, @Nullable Instant wakeAt) {
        return store.markPublished(id, version, wakeAt);
    }

    @Override
    public Optional<StoredAggregate> claim(String id, String owner, Instant dueBy, Instant now, Instant until) {
        return store.claim(id, owner, dueBy, now, until);
    }

    @Override
    public void release(String id, String owner) {
        store.release(id, owner);
    }

    @Override
    public List<Due> due(Instant horizon, int limit) {
        return store.due(horizon, limit);
    }

    @Override
    public List<StoredAggregate> find(Map<String, Object> indexed, int limit) {
        return store.find(indexed, limit);
    }

    @Override
    public List<StoredAggregate> newest(Map<String, Object> indexed, String field, int limit) {
        return store.newest(indexed, field, limit);
    }
}
