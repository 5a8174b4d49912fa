package dev.slipway.simulation;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Behaviour;
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
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One process of a service, and the shell that it stands on: what is in its memory is gone with it. */
final class Instance implements Shell {
    private final World world;
    private final String service;
    private final String name;
    private final Duration ahead;
    private final List<Timers> timers = new ArrayList<>();
    private Member member;
    private boolean alive = true;
    private boolean stalled;

    /** @param ahead by how much its clock is */
    Instance(World world, String service, String name, Duration ahead) {
        this.world = world;
        this.service = service;
        this.name = name;
        this.ahead = ahead;
        this.member = new Member(world, this, List.of(), _ -> {});
    }

    String service() {
        return service;
    }

    Duration ahead() {
        return ahead;
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

    /** By its own clock. */
    Instant now() {
        return world.now().plus(ahead);
    }

    Clock clock() {
        InstantSource now = this::now;
        return now.withZone(ZoneOffset.UTC);
    }

    @Override
    public <S, G> Aggregates<S, G> aggregates(String collection, Behaviour<S, G> behaviour, String... indexedFields) {
        var store = world.defect().store(new GuardedStore(world, this, world.documents(service, collection)));
        var own = new Timers(world, this, store);
        var rules = new Watched<>(
                behaviour, world.defect(), (state, signal) -> world.met().add(Pair.of(collection, state, signal)));
        var aggregates = new Aggregates<>(service, name, rules, store, this::publish, clock(), own);
        own.start(aggregates::work);
        timers.add(own);
        return aggregates;
    }

    private void publish(List<EventEnvelope> events) {
        for (EventEnvelope event : events) {
            EventEnvelope said = world.defect().said(event);
            if (world.defect().swallows(world.faults(), this, said)) {
                continue;
            }
            world.faults().run(this, Call.PUBLISH, said.type() + " of " + said.release(), () -> {
                world.story().tell(name, "says " + said.type() + (said.stage() == null ? "" : " " + said.stage()));
                world.bus().append(said, world.now());
            });
        }
    }

    @Override
    public void before(Runnable preparation) {
        preparation.run();
    }

    @Override
    public void listen(Collection<Topic> heard, EventListener by) {
        member = new Member(world, this, List.copyOf(heard), by);
    }

    @Override
    public void listenRaw(Topic topic, RawListener by) {
        // CI reports over HTTP here
    }

    @Override
    public void listenToDeadLetters(Consumer<List<DeadLetter>> by) {
        // who is told of them is told over channels that notices go over as well
    }

    List<TopicPartition> wanted() {
        return member.wanted();
    }

    void assign(List<TopicPartition> places) {
        member.assign(places);
    }

    boolean canPoll() {
        return member.canPoll();
    }

    void poll(Chance chance) {
        member.poll(chance);
    }

    boolean plans(String id) {
        return timers.stream().anyMatch(each -> each.plans(id));
    }

    private @Nullable Timers due() {
        for (Timers each : timers) {
            Instant next = each.next();
            if (next != null && !next.isAfter(now())) {
                return each;
            }
        }
        return null;
    }

    boolean canFire() {
        return due() != null;
    }

    /** Fires a timer that is due. */
    void fire() {
        Timers due = due();
        if (due != null) {
            due.fire();
        }
    }

    /** What was left behind by somebody who died is found by looking around. */
    void sweep() {
        timers.forEach(Timers::sweep);
    }

    /** When it can do something next, by the world's time; {@link Instant#MAX} where it only waits for others. */
    Instant next() {
        Instant next = later(member.next(), Instant.MAX);
        for (Timers each : timers) {
            Instant at = each.next();
            next = at == null ? next : later(at.minus(ahead), next);
        }
        return next;
    }

    private Instant later(Instant at, Instant next) {
        return at.isAfter(world.now()) && at.isBefore(next) ? at : next;
    }

    @Override
    public String toString() {
        return name;
    }
}
