package dev.slipway.simulation;

import dev.slipway.gate.application.Pipelines;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that is, at one time that only this moves. */
final class World {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    /** The longest that a gate waits for anybody is twelve hours. */
    private static final Duration END = Duration.ofHours(13);

    private static final int MOST_STEPS = 200_000;

    private final Chance chance;
    private final Defect defect;
    private final Story story;
    private final Judge judge;
    private final Faults faults;
    private final Timeline time = new Timeline(START);
    private final Bus bus = new Bus();
    private final Log log = new Log();
    private final Environments environments = new Environments();
    private final Cluster cluster = new Cluster(this);
    private final Turns turns;
    private final Processes processes;
    private final Lags lags;
    private final Weather weather;
    private final Outages outages;
    private final Checkpoints checkpoints;
    private final Map<Collection, InMemoryAggregateStore> documents = new LinkedHashMap<>();
    private final Set<Pair> met = new HashSet<>();
    private Instant disturbed = START;
    private int steps;

    /** Where a service keeps aggregates. */
    record Collection(String service, String name) {}

    World(long seed, List<Slot> slots, Defect defect, boolean tell) {
        this.chance = new Chance(seed, "order");
        this.defect = defect;
        this.story = new Story(tell, this::now);
        this.judge = new Judge(this);
        this.faults = new Faults(this, slots);
        this.turns = new Turns(this, chance, time);
        this.processes = new Processes(this, seed);
        this.lags = new Lags(seed);
        this.weather = new Weather(this, seed);
        this.outages = new Outages(this, seed);
        this.checkpoints = new Checkpoints(this, seed);
    }

    /** Starts everything, and lets time pass until nothing is left to happen. */
    void run(People people, Strangers strangers) {
        people.plan();
        strangers.plan();
        weather.plan();
        outages.plan();
        checkpoints.plan();
        for (String service : Services.ALL) {
            int count = 1 + chance.below(Services.MOST_INSTANCES);
            for (int i = 0; i < count; i++) {
                processes.start(service, Processes.name(service, i));
            }
        }
        while (turns.step(null, Instant.MAX)) {
            if (steps++ > MOST_STEPS) {
                judge.broken("R: no end after " + MOST_STEPS + " steps");
                return;
            }
            if (now().isAfter(disturbed.plus(END))) {
                judge.broken("R: no end " + END + " after the last that came from outside");
                return;
            }
        }
        judge.judge(people.releases());
    }

    void guarded(Runnable step) {
        try {
            step.run();
        } catch (Crash _) {
            // its instance is gone, the world goes on
        } catch (Outage e) {
            unexpected(e);
        }
    }

    /** The process is gone, at once; another one starts in its place after a while. */
    Crash crash(Instance who) {
        processes.kill(who);
        turns.disturb();
        at(now().plusSeconds(1 + chance.below(60)), () -> {
            processes.start(who.service(), who.toString());
            turns.disturb();
        });
        return new Crash(who.toString());
    }

    /** All that happens by itself comes from outside: people, strangers, weather, a process that starts again. */
    void at(Instant when, Runnable action) {
        time.at(when, () -> {
            disturbed();
            action.run();
        });
    }

    /** From now on everything has to come to its end, if nothing else happens. */
    void disturbed() {
        disturbed = now();
    }

    /** An outage that came through to the shell, which has to do it again. */
    void unexpected(RuntimeException e) {
        if (!(e instanceof Outage || e.getCause() instanceof Outage)) {
            judge.broken("unexpected: " + e);
            if (story.isWanted()) {
                for (StackTraceElement element : e.getStackTrace()) {
                    story.tell("", "  at " + element);
                }
            }
        }
        turns.disturb();
    }

    void broken(String what) {
        judge.broken(what);
    }

    Instant now() {
        return time.now();
    }

    /** The states and signals that the rules were asked about together. */
    Set<Pair> met() {
        return met;
    }

    Defect defect() {
        return defect;
    }

    Story story() {
        return story;
    }

    Judge judge() {
        return judge;
    }

    Faults faults() {
        return faults;
    }

    Bus bus() {
        return bus;
    }

    Log log() {
        return log;
    }

    Environments environments() {
        return environments;
    }

    Cluster cluster() {
        return cluster;
    }

    Turns turns() {
        return turns;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    Weather weather() {
        return weather;
    }

    Outages outages() {
        return outages;
    }

    Lags lags() {
        return lags;
    }

    Processes processes() {
        return processes;
    }

    Pipelines pipelines() {
        return Shop.PIPELINES;
    }

    Map<Collection, InMemoryAggregateStore> documents() {
        return documents;
    }

    InMemoryAggregateStore documents(String service, String collection) {
        return documents.computeIfAbsent(new Collection(service, collection), _ -> new InMemoryAggregateStore());
    }
}
