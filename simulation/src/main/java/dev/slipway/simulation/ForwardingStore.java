package dev.slipway.simulation;

import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.StoredAggregate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that does what another does, but for what a defect changes. */
abstract class ForwardingStore implements AggregateStore {
    private final GuardedStore store;

    ForwardingStore(GuardedStore store) {
        this.store = store;
    }

    GuardedStore store() {
        return store;
    }

    @Override
    public Optional<StoredAggregate> load(String id) {
        return store.load(id);
    }

    @Override
    public boolean saveIfUnchanged(StoredAggregate next, StoredAggregate.@Nullable Lease lease) {
        return store.saveIfUnchanged(next, lease);
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
