package dev.slipway.simulation;

import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.StoredAggregate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A collection of aggregates that outlives every process. */
final class Documents implements AggregateStore {
    private final Map<String, StoredAggregate> stored = new TreeMap<>();

    Collection<StoredAggregate> all() {
        return stored.values();
    }

    @Override
    public Optional<StoredAggregate> load(String id) {
        return Optional.ofNullable(stored.get(id));
    }

    @Override
    public boolean saveIfUnchanged(StoredAggregate next) {
        StoredAggregate before = stored.get(next.id());
        if ((before == null ? 0 : before.version()) != next.version() - 1) {
            return false;
        }
        stored.put(next.id(), next);
        return true;
    }

    void put(StoredAggregate next) {
        stored.put(next.id(), next);
    }

    @Override
    public boolean markPublished(String id, long version, @Nullable Instant wakeAt) {
        StoredAggregate before = stored.get(id);
        if (before == null || before.version() != version) {
            return false;
        }
        stored.put(id, copy(before, List.of(), before.lease()));
        return true;
    }

    @Override
    public Optional<StoredAggregate> claim(String id, String owner, Instant dueBy, Instant now, Instant until) {
        StoredAggregate before = stored.get(id);
        if (before == null || dueAt(before).filter(at -> !at.isAfter(dueBy)).isEmpty()) {
            return Optional.empty();
        }
        StoredAggregate.Lease lease = before.lease();
        if (lease != null && !lease.owner().equals(owner) && now.isBefore(lease.until())) {
            return Optional.empty();
        }
        StoredAggregate claimed = copy(before, before.outbox(), new StoredAggregate.Lease(owner, until));
        stored.put(id, claimed);
        return Optional.of(claimed);
    }

    @Override
    public void release(String id, String owner) {
        StoredAggregate before = stored.get(id);
        if (before != null && before.lease() != null && before.lease().owner().equals(owner)) {
            stored.put(id, copy(before, before.outbox(), null));
        }
    }

    @Override
    public List<Due> due(Instant horizon, int limit) {
        return stored.values().stream()
                .filter(one -> dueAt(one).filter(at -> !at.isAfter(horizon)).isPresent())
                .map(one -> new Due(one.id(), dueAt(one).orElseThrow()))
                .sorted(Comparator.comparing(Due::at))
                .limit(limit)
                .toList();
    }

    @Override
    public List<StoredAggregate> find(Map<String, Object> indexed, int limit) {
        return stored.values().stream()
                .filter(one -> indexed.entrySet().stream()
                        .allMatch(entry -> entry.getValue().equals(one.indexed().get(entry.getKey()))))
                .limit(limit)
                .toList();
    }

    private static Optional<Instant> dueAt(StoredAggregate one) {
        return one.outbox().isEmpty() ? Optional.ofNullable(one.wakeAt()) : Optional.of(Instant.EPOCH);
    }

    private static StoredAggregate copy(
            StoredAggregate of, List<String> outbox, StoredAggregate.@Nullable Lease lease) {
        return new StoredAggregate(
                of.id(),
                of.version(),
                of.state(),
                of.clock(),
                of.seen(),
                outbox,
                of.early(),
                of.wakeAt(),
                lease,
                of.traceparent(),
                of.indexed());
    }
}
