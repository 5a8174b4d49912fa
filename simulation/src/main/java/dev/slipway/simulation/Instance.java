package dev.slipway.simulation;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Alarm;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.RuleFailure;
import dev.slipway.service.config.Shell;
import dev.slipway.service.messaging.DeadLetter;
import dev.slipway.service.messaging.EventListener;
import dev.slipway.service.messaging.RawListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** One process of a service, and the shell that it stands on: what is in its memory is gone with it. */
final class Instance implements Shell {
    private static final Duration LOOK_AHEAD = Duration.ofSeconds(10);
    private static final Duration POLL_RETRY = Duration.ofMillis(200);
    private static final int MOST_IN_A_POLL = 5;

    private final World world;
    private final String service;
    private final String name;
    private final List<Timers> timers = new ArrayList<>();
    private final Map<TopicPartition, Integer> positions = new LinkedHashMap<>();
    private final Map<TopicPartition, Integer> uncommitted = new LinkedHashMap<>();
    private List<Topic> topics = List.of();
    private EventListener listener = _ -> {};
    private boolean alive = true;
    private boolean stalled;
    private int generation;
    private Instant pollAgain = Instant.MIN;
    private Instant backgroundAgain = Instant.MIN;
    private Runnable lookAround = () -> {};
    private Runnable backgroundStep = () -> {};
    private BooleanSupplier backgroundWanted = () -> false;

    Instance(World world, String service, String name) {
        this.world = world;
        this.service = service;
        this.name = name;
    }

    String service() {
        return service;
    }

    boolean canRun() {
        return alive && !stalled;
    }

    void kill() {
        alive = false;
    }

    void stall(boolean still) {
        stalled = still;
    }

    void requireAlive() {
        if (!alive) {
            throw new Crash(name);
        }
    }

    Clock clock() {
        InstantSource now = world::now;
        return now.withZone(ZoneOffset.UTC);
    }

    @Override
    public <S, G> Aggregates<S, G> aggregates(String collection, Behaviour<S, G> behaviour, String... indexedFields) {
        var store = world.defect().store(new GuardedStore(world, this, world.documents(service, collection)));
        var own = new Timers(store);
        Behaviour<S, G> rules = new Watched<>(
                world.defect().behaviour(service, behaviour),
                (state, signal) ->
                        world.reached(service + " " + state.getClass().getSimpleName() + " × "
                                + signal.getClass().getSimpleName()));
        var aggregates = new Aggregates<>(service, name, rules, store, this::publish, clock(), own);
        own.work = aggregates::work;
        timers.add(own);
        return aggregates;
    }

    private void publish(List<EventEnvelope> events) {
        for (EventEnvelope event : events) {
            EventEnvelope said = world.defect().said(event);
            if (world.defect().swallows(world.faults(), this, said)) {
                continue;
            }
            world.faults().run(this, "publish " + said.type() + " of " + said.release(), () -> {
                world.story().tell(name, "says " + said.type() + (said.stage() == null ? "" : " " + said.stage()));
                world.bus().append(said);
            });
        }
    }

    @Override
    public void before(Runnable preparation) {
        preparation.run();
    }

    @Override
    public void listen(Collection<Topic> heard, EventListener by) {
        topics = List.copyOf(heard);
        listener = by;
    }

    @Override
    public void listenRaw(Topic topic, RawListener by) {
        // CI reports over HTTP here
    }

    @Override
    public void listenToDeadLetters(Consumer<List<DeadLetter>> by) {
        // nothing here is malformed
    }

    /** Work that a thread of its own does: {@code first} at the start and at every look around, {@code step} where wanted. */
    void background(Runnable first, Runnable step, BooleanSupplier wanted) {
        lookAround = first;
        backgroundStep = step;
        backgroundWanted = wanted;
    }

    boolean hasBackgroundWork() {
        return canRun() && !backgroundAgain.isAfter(world.now()) && backgroundWanted.getAsBoolean();
    }

    void workInBackground() {
        inBackground(backgroundStep);
    }

    private void inBackground(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            world.unexpected(e);
            backgroundAgain = world.now().plus(POLL_RETRY);
        }
    }

    List<TopicPartition> wanted() {
        return world.bus().places(topics);
    }

    /** The group gives it these, from where the group has come to. */
    void assign(List<TopicPartition> places) {
        generation++;
        positions.clear();
        uncommitted.clear();
        places.forEach(place -> positions.put(place, world.bus().committed(service, place)));
    }

    /** Whether something waits to be heard. */
    boolean canPoll(Instant now) {
        return canRun()
                && !pollAgain.isAfter(now)
                && (!uncommitted.isEmpty()
                        || positions.entrySet().stream()
                                .anyMatch(entry -> entry.getValue()
                                        < world.bus().log(entry.getKey()).size()));
    }

    Optional<Instant> nextPoll() {
        return Stream.of(pollAgain, backgroundAgain)
                .filter(at -> at.isAfter(world.now()))
                .min(Instant::compareTo);
    }

    void poll(Chance chance) {
        Map<TopicPartition, Integer> after = new HashMap<>();
        List<EventListener.Heard> heard = new ArrayList<>();
        List<TopicPartition> waiting = positions.keySet().stream()
                .filter(place -> positions.getOrDefault(place, 0)
                        < world.bus().log(place).size())
                .toList();
        if (waiting.isEmpty()) {
            commit();
            return;
        }
        TopicPartition sure = chance.oneOf(waiting);
        for (TopicPartition place : waiting) {
            if (place.equals(sure) || chance.oneIn(4)) {
                int from = positions.getOrDefault(place, 0);
                int to = Math.min(world.bus().log(place).size(), from + 1 + chance.below(MOST_IN_A_POLL));
                world.bus()
                        .log(place)
                        .subList(from, to)
                        .forEach(entry -> heard.add(new EventListener.Heard(entry.envelope(), entry.message())));
                after.put(place, to);
            }
        }
        int mine = generation;
        if (world.defect().commitsFirst()) {
            after.forEach((place, offset) -> world.bus().commit(service, place, offset));
        }
        try {
            listener.on(heard);
        } catch (RuleFailure e) {
            world.broken("a rule of " + service + " threw: " + e);
            return;
        } catch (RuntimeException e) {
            world.unexpected(e);
            if (mine == generation) {
                pollAgain = world.now().plus(POLL_RETRY);
            }
            return;
        }
        if (mine != generation) {
            return; // the broker refuses the commit of one that is not in the group any more
        }
        positions.putAll(after);
        uncommitted.putAll(after);
        commit();
    }

    /** Tried again at the next poll where it failed. */
    private void commit() {
        try {
            world.faults()
                    .run(
                            this,
                            "commit",
                            () -> uncommitted.forEach(
                                    (place, offset) -> world.bus().commit(service, place, offset)));
            uncommitted.clear();
        } catch (Outage e) {
            world.unexpected(e);
            pollAgain = world.now().plus(POLL_RETRY);
        }
    }

    Optional<Instant> nextTimer() {
        return timers.stream().flatMap(each -> each.next().stream()).min(Instant::compareTo);
    }

    boolean plans(String id) {
        return timers.stream().anyMatch(each -> each.planned.containsKey(id));
    }

    /** Fires one that is due. */
    void fire() {
        timers.stream()
                .filter(each ->
                        each.next().filter(at -> !at.isAfter(world.now())).isPresent())
                .findFirst()
                .ifPresent(Timers::fire);
    }

    void sweep() {
        timers.forEach(Timers::sweep);
        inBackground(lookAround);
    }

    @Override
    public String toString() {
        return name;
    }

    /** What is planned in memory, as {@code DueTimes} does with threads. */
    private final class Timers implements Alarm {
        private final AggregateStore store;
        private final Map<String, Instant> planned = new LinkedHashMap<>();
        private final Map<String, Integer> failures = new HashMap<>();
        private Consumer<String> work = _ -> {};

        Timers(AggregateStore store) {
            this.store = store;
        }

        @Override
        public void schedule(String id, Instant at) {
            planned.merge(id, at, (old, next) -> next.isBefore(old) ? next : old);
        }

        Optional<Instant> next() {
            return planned.values().stream().min(Instant::compareTo);
        }

        void fire() {
            String id = planned.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            planned.remove(id);
            try {
                work.accept(id);
                failures.remove(id);
            } catch (RuleFailure e) {
                world.broken("a rule of " + service + " threw: " + e);
            } catch (RuntimeException e) {
                world.unexpected(e);
                int count = failures.merge(id, 1, Integer::sum);
                schedule(id, world.now().plusMillis(Math.min(10_000, 100L << Math.min(count, 10))));
            }
        }

        void sweep() {
            try {
                store.due(world.now().plus(LOOK_AHEAD), 10_000).forEach(due -> schedule(due.id(), due.at()));
            } catch (RuntimeException e) {
                world.unexpected(e);
            }
        }
    }
}
