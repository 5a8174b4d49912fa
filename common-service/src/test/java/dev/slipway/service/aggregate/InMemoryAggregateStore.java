package dev.slipway.service.aggregate;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store for tests; passes the same contract as the real one. */
public final class InMemoryAggregateStore implements AggregateStore {
    private static final Comparator<@Nullable Instant> NEWEST_FIRST =
            Comparator.nullsLast(Comparator.<Instant>naturalOrder().reversed());

    private final TreeMap<String, StoredAggregate> stored = new TreeMap<>();

    @Override
    public synchronized Optional<StoredAggregate> load(String id) {
        return Optional.ofNullable(stored.get(id));
    }

    @Override
    public synchronized boolean saveIfUnchanged(StoredAggregate next, StoredAggregate.@Nullable Lease lease) {
        StoredAggregate before = stored.get(next.id());
        if ((before == null ? 0 : before.version()) != next.version() - 1
                || (before != null && !Objects.equals(before.lease(), lease))) {
            return false;
        }
        stored.put(next.id(), next);
        return true;
    }

    @Override
    public synchronized boolean markPublished(String id, long version, @Nullable Instant wakeAt) {
        StoredAggregate before = stored.get(id);
        if (before == null || before.version() != version) {
            return false;
        }
        stored.put(id, copy(before, List.of(), before.lease()));
        return true;
    }

    @Override
    public synchronized Optional<StoredAggregate> claim(
            String id, String owner, Instant dueBy, Instant now, Instant until) {
        StoredAggregate before = stored.get(id);
        if (before == null || !isDue(before, dueBy)) {
            return Optional.empty();
        }
        StoredAggregate.Lease lease = before.lease();
        if (lease != null && lease.isHeldByOther(owner, now)) {
            return Optional.empty();
        }
        StoredAggregate claimed = copy(before, before.outbox(), new StoredAggregate.Lease(owner, until));
        stored.put(id, claimed);
        return Optional.of(claimed);
    }

    @Override
    public synchronized void release(String id, String owner) {
        StoredAggregate before = stored.get(id);
        if (before != null && before.lease() != null && before.lease().owner().equals(owner)) {
            stored.put(id, copy(before, before.outbox(), null));
        }
    }

    @Override
    public synchronized List<Due> due(Instant horizon, int limit) {
        return stored.values().stream()
                .filter(aggregate -> isDue(aggregate, horizon))
                .map(aggregate -> new Due(aggregate.id(), dueAt(aggregate)))
                .sorted(Comparator.comparing(Due::at))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<StoredAggregate> find(Map<String, Object> indexed, int limit) {
        return stored.values().stream()
                .filter(aggregate -> indexed.entrySet().stream().allMatch(field -> matches(aggregate, field)))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<StoredAggregate> newest(Map<String, Object> indexed, String field, int limit) {
        return find(indexed, Integer.MAX_VALUE).stream()
                .sorted(Comparator.comparing(
                        (StoredAggregate one) -> (Instant) one.indexed().get(field), NEWEST_FIRST))
                .limit(limit)
                .toList();
    }

    private static boolean matches(StoredAggregate aggregate, Map.Entry<String, Object> field) {
        Object value = aggregate.indexed().get(field.getKey());
        return field.getValue().equals(value) || (value instanceof List<?> list && list.contains(field.getValue()));
    }

    private static boolean isDue(StoredAggregate aggregate, Instant now) {
        return (!aggregate.outbox().isEmpty() || aggregate.wakeAt() != null)
                && !dueAt(aggregate).isAfter(now);
    }

    private static Instant dueAt(StoredAggregate aggregate) {
        Instant wakeAt = aggregate.wakeAt();
        return aggregate.outbox().isEmpty() && wakeAt != null ? wakeAt : Instant.EPOCH;
    }

    private static StoredAggregate copy(
            StoredAggregate from, List<String> outbox, StoredAggregate.@Nullable Lease lease) {
        return new StoredAggregate(
                from.id(),
                from.version(),
                from.state(),
                from.clock(),
                from.seen(),
                outbox,
                from.early(),
                from.wakeAt(),
                lease,
                from.traceparent(),
                from.indexed());
    }
}
