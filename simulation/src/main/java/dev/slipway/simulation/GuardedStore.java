package dev.slipway.simulation;

import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import dev.slipway.service.aggregate.StoredAggregate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process's way to the store: it may fail at every call. */
final class GuardedStore implements AggregateStore {
    private final World world;
    private final Instance who;
    private final InMemoryAggregateStore documents;

    GuardedStore(World world, Instance who, InMemoryAggregateStore documents) {
        this.world = world;
        this.who = who;
        this.documents = documents;
    }

    InMemoryAggregateStore documents() {
        return documents;
    }

    @Override
    public Optional<StoredAggregate> load(String id) {
        return world.faults().answer(who, Call.LOAD, id, () -> documents.load(id));
    }

    @Override
    public boolean saveIfUnchanged(StoredAggregate next, StoredAggregate.@Nullable Lease lease) {
        return world.faults().answer(who, Call.SAVE, next.id(), () -> {
            boolean saved = documents.saveIfUnchanged(next, lease);
            if (world.story().isWanted()) {
                world.story()
                        .tell(who.toString(), (saved ? "saves " : "does not save ") + next.id() + " " + kind(next));
            }
            return saved;
        });
    }

    private static String kind(StoredAggregate next) {
        return "v" + next.version() + " "
                + next.state().substring(0, Math.min(60, next.state().length()));
    }

    @Override
    public boolean markPublished(String id, long version, @Nullable Instant wakeAt) {
        return world.faults().answer(who, Call.MARK, id, () -> documents.markPublished(id, version, wakeAt));
    }

    @Override
    public Optional<StoredAggregate> claim(String id, String owner, Instant dueBy, Instant now, Instant until) {
        return world.faults().answer(who, Call.CLAIM, id, () -> documents.claim(id, owner, dueBy, now, until));
    }

    @Override
    public void release(String id, String owner) {
        world.faults().run(who, Call.RELEASE, id, () -> documents.release(id, owner));
    }

    @Override
    public List<Due> due(Instant horizon, int limit) {
        world.faults().reach(who, Call.FIND);
        return documents.due(horizon, limit);
    }

    @Override
    public List<StoredAggregate> find(Map<String, Object> indexed, int limit) {
        world.faults().reach(who, Call.FIND);
        return documents.find(indexed, limit);
    }

    @Override
    public List<StoredAggregate> newest(Map<String, Object> indexed, String field, int limit) {
        world.faults().reach(who, Call.FIND);
        return documents.newest(indexed, field, limit);
    }
}
