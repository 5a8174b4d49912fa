package dev.slipway.service.aggregate;

import dev.slipway.decision.Decision;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.codec.Json;
import dev.slipway.events.codec.StructuredEvent;
import dev.slipway.service.trace.TraceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Load → decide → save → publish → mark, for one kind of aggregate. A crash anywhere repeats work and never loses or forks
 * it: the state, what was seen and what is to be said are one conditional write, and ids are derived from its version.
 *
 * @param <S> the state
 * @param <G> the signals
 */
public final class Aggregates<S, G> {
    /** How long one instance may work on an aggregate before another takes over. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Aggregates.class);
    private static final Instant WHENEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final String service;
    private final Behaviour<S, G> behaviour;
    private final AggregateStore store;
    private final Publisher publisher;
    private final Clock clock;
    private final String owner;
    private final List<ReentrantLock> locks =
            IntStream.range(0, 64).mapToObj(_ -> new ReentrantLock()).toList();
    private final Alarm alarm;
    private final LastStates<S> lastStates = new LastStates<>();
    private final Set<String> early = ConcurrentHashMap.newKeySet();

    /**
     * @param service the name that events carry as their source
     * @param owner a name for this process, unique among the service's instances, for leases
     */
    public Aggregates(
            String service,
            String owner,
            Behaviour<S, G> behaviour,
            AggregateStore store,
            Publisher publisher,
            Clock clock,
            Alarm alarm) {
        this.service = service;
        this.owner = owner;
        this.behaviour = behaviour;
        this.store = store;
        this.publisher = publisher;
        this.clock = clock;
        this.alarm = alarm;
    }

    /** Takes an event; returns when all that follows from it is saved and said. */
    public void on(EventEnvelope envelope) {
        routed(envelope).ifPresent(routed -> handle(routed.aggregate(), Incoming.of(envelope, routed.signal())));
    }

    private Optional<Routed<G>> routed(EventEnvelope envelope) {
        try {
            return behaviour.route(envelope);
        } catch (RuntimeException e) {
            throw new RuleFailure(envelope.release().value(), envelope.event(), e);
        }
    }

    /** Takes a signal; returns when all that follows from it is saved and said. Throws where that is unknown: repeat. */
    public Outcome<S> handle(String id, Incoming<G> incoming) {
        return alone(id, () -> {
            while (true) {
                StoredAggregate stored = load(id);
                Optional<Outcome<S>> outcome = attempt(changeOf(stored), stored, incoming);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
                log.atDebug().addKeyValue("aggregate", id).log("somebody else saved first, deciding again");
            }
        });
    }

    /** One thread of this process at a time writes an aggregate; other processes are told apart by the version. */
    private <T> T alone(String id, Supplier<T> writes) {
        ReentrantLock lock = locks.get(Math.floorMod(id.hashCode(), locks.size()));
        lock.lock();
        try {
            return writes.get();
        } finally {
            lock.unlock();
        }
    }

    /** The state of an aggregate; empty where it was never saved. */
    public Optional<S> state(String id) {
        return store.load(id).map(stored -> read(stored));
    }

    /** The states whose indexed fields equal the given ones. */
    public List<S> find(Map<String, Object> indexed, int limit) {
        return store.find(indexed, limit).stream().map(this::read).toList();
    }

    /** The same, the latest by an indexed instant first. */
    public List<S> newest(Map<String, Object> indexed, String field, int limit) {
        return store.newest(indexed, field, limit).stream().map(this::read).toList();
    }

    /**
     * Has work that waits done now, because what it waits for may have come. It only spares time: who is not woken works
     * when it is due, and where nothing waits, nothing is done.
     */
    public void wake(String id) {
        early.add(id);
        alarm.schedule(id, clock.instant());
    }

    /** Does what is due on an aggregate; called by {@link DueTimes} when the time has come. */
    public void work(String id) {
        boolean wanted = early.remove(id);
        Optional<StoredAggregate> claimed = alone(id, () -> claimAndPublish(id, wanted));
        if (claimed.isEmpty()) {
            store.load(id).ifPresent(this::scheduleNext); // not due any more, or another's until its lease ends
            return;
        }
        StoredAggregate stored = claimed.get();
        boolean leased = true;
        try (TraceContext.Scope _ = TraceContext.next(stored.traceparent()).open()) {
            Instant now = clock.instant();
            Instant wakeAt = stored.wakeAt();
            if (wakeAt != null && (wanted || !wakeAt.isAfter(now))) {
                leased = !finish(
                        stored, Incoming.result(behaviour.work(new Turn<>(id, stored.version(), read(stored), now))));
            }
        } finally {
            if (leased) {
                release(id);
            }
        }
        if (leased) { // else the save has planned what comes next
            store.load(id).ifPresent(this::scheduleNext);
        }
    }

    /** To publish may take all the time of a lease, so whoever had to takes it anew; empty where another one has by then. */
    private Optional<StoredAggregate> claimAndPublish(String id, boolean wanted) {
        Optional<StoredAggregate> claimed = claim(id, wanted);
        if (claimed.isEmpty() || claimed.get().outbox().isEmpty()) {
            return claimed;
        }
        Optional<StoredAggregate> again = Optional.empty();
        try {
            publishAndMark(claimed.get());
            again = claim(id, wanted).filter(stored -> stored.outbox().isEmpty());
        } finally {
            if (again.isEmpty()) {
                release(id);
            }
        }
        return again;
    }

    private Optional<StoredAggregate> claim(String id, boolean wanted) {
        Instant now = clock.instant();
        return store.claim(id, owner, wanted ? WHENEVER : now, now, now.plus(LEASE));
    }

    private void release(String id) {
        alone(id, () -> {
            store.release(id, owner);
            return null;
        });
    }

    /** Decides on what came of work; answers whether the save ended the lease as well. */
    private boolean finish(StoredAggregate claimed, Incoming<G> result) {
        return alone(claimed.id(), () -> {
            StoredAggregate stored = claimed;
            while (true) {
                Change<S> change = changeOf(stored);
                change.endLeaseOf(owner);
                Optional<Outcome<S>> outcome = attempt(change, stored, result);
                if (outcome.isPresent()) {
                    if (!outcome.get().changed() && stored.version() == claimed.version()) {
                        throw new IllegalStateException("the work that " + claimed.id() + " wanted came to "
                                + result.signal() + ", which its rules ignore: it would be done for ever");
                    }
                    return outcome.get().changed();
                }
                stored = load(claimed.id());
            }
        });
    }

    private StoredAggregate load(String id) {
        return store.load(id)
                .orElseGet(() -> new StoredAggregate(
                        id,
                        0,
                        Json.write(behaviour.initial(id)),
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        Map.of()));
    }

    private Change<S> changeOf(StoredAggregate stored) {
        return new Change<>(service, behaviour, stored, read(stored), clock.instant());
    }

    private Optional<Outcome<S>> attempt(Change<S> change, StoredAggregate stored, Incoming<G> incoming) {
        S state = change.state();
        String key = incoming.key();
        if (key != null && stored.seen().contains(key)) {
            if (!stored.outbox().isEmpty()) {
                publishAndMark(stored);
            }
            return Optional.of(new Outcome<>(state, null, false));
        }
        Decision<S> decision = decide(change, incoming.signal());
        switch (decision) {
            case Decision.Ignore<S>(String why) -> {
                log.atDebug().addKeyValue("aggregate", stored.id()).log("ignored: {}", why);
                return Optional.of(new Outcome<>(state, null, false));
            }
            case Decision.Early<S>(String missing) -> change.keepEarly(incoming, missing);
            case Decision.Refuse<S>(var refusal, var said) -> {
                if (said.isEmpty()) {
                    return Optional.of(new Outcome<>(state, refusal, false));
                }
                change.refuse(said, incoming);
                return save(change) ? Optional.of(new Outcome<>(state, refusal, true)) : Optional.empty();
            }
            case Decision.Become<S> become -> {
                change.apply(become, incoming);
                retryEarly(change);
            }
        }
        return save(change) ? Optional.of(new Outcome<>(change.state(), null, true)) : Optional.empty();
    }

    /** What came early may fit now; each that does may make another fit. */
    private void retryEarly(Change<S> change) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (String text : change.early()) {
                EventEnvelope envelope = StructuredEvent.read(text);
                Optional<Routed<G>> routed = behaviour.route(envelope);
                if (routed.isEmpty()) { // a newer version kept it, and knows what to do with it when it is back
                    continue;
                }
                G signal = routed.get().signal();
                Decision<S> decision = decideOnEarly(change, envelope, signal);
                switch (decision) {
                    case Decision.Early<S> _ -> {}
                    case Decision.Ignore<S> _ -> change.dropEarly(text);
                    case Decision.Refuse<S> _ -> change.dropEarly(text);
                    case Decision.Become<S> become -> {
                        change.dropEarly(text);
                        change.apply(become, Incoming.of(envelope, signal));
                        progress = true;
                    }
                }
                if (progress) {
                    break;
                }
            }
        }
    }

    /** One that the rules throw on waits on: what has come now is well, and would go to the dead letters in its place. */
    private Decision<S> decideOnEarly(Change<S> change, EventEnvelope envelope, G signal) {
        try {
            return decide(change, signal);
        } catch (RuleFailure e) {
            log.atError()
                    .addKeyValue("aggregate", change.id())
                    .addKeyValue("event", envelope.id())
                    .setCause(e)
                    .log("a rule failed on an event that came early, it is kept and tried again at every change");
            return Decision.early("a rule that can take it");
        }
    }

    /** At the time that its events will have: one that says that a time has come must not have been said before. */
    private Decision<S> decide(Change<S> change, G signal) {
        try {
            return behaviour.decide(change.state(), signal, change.now());
        } catch (RuntimeException e) {
            throw new RuleFailure(change.id(), signal, e);
        }
    }

    private boolean save(Change<S> change) {
        StoredAggregate next = change.toStored();
        if (!store.saveIfUnchanged(next, change.leaseBefore())) {
            return false;
        }
        lastStates.remember(next, change.state());
        change.logTransition();
        if (!next.outbox().isEmpty()) {
            publishAndMark(next, change.unsaid());
        }
        scheduleNext(next);
        return true;
    }

    private void publishAndMark(StoredAggregate stored) {
        publishAndMark(
                stored, stored.outbox().stream().map(StructuredEvent::read).toList());
    }

    private void publishAndMark(StoredAggregate stored, List<EventEnvelope> outbox) {
        publisher.publish(outbox);
        store.markPublished(stored.id(), stored.version(), stored.wakeAt());
    }

    private void scheduleNext(StoredAggregate stored) {
        @Nullable Instant wakeAt = stored.wakeAt();
        if (wakeAt != null) {
            StoredAggregate.Lease lease = stored.lease();
            boolean wait = lease != null && lease.isHeldByOther(owner, clock.instant());
            alarm.schedule(
                    stored.id(), wait && lease != null && lease.until().isAfter(wakeAt) ? lease.until() : wakeAt);
        }
    }

    private S read(StoredAggregate stored) {
        return lastStates.of(stored, text -> Json.read(text, behaviour.stateType()));
    }
}
