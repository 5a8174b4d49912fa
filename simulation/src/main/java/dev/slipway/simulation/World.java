package dev.slipway.simulation;

import dev.slipway.canary.application.Canaries;
import dev.slipway.gate.application.PipelineStore;
import dev.slipway.gate.application.Pipelines;
import dev.slipway.gate.application.Releases;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Everything that is, at one time that only this moves. */
final class World {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Duration END = Duration.ofDays(10);
    private static final int MOST_STEPS = 200_000;
    private static final int DEEPEST_STALL = 2;
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int MOST_LOOKS = 100;
    private static final Pipelines PIPELINES = pipeline();

    private final Chance chance;
    private final Defect defect;
    private final Story story;
    private final Judge judge;
    private final Faults faults;
    private final Bus bus = new Bus();
    private final Log log = new Log();
    private final Environments environments = new Environments();
    private final Cluster cluster = new Cluster(this);
    private final Map<String, InMemoryAggregateStore> documents = new LinkedHashMap<>();
    private final List<Instance> instances = new ArrayList<>();
    private final Map<Instance, Releases> gates = new LinkedHashMap<>();
    private final Map<Instance, Canaries> canaries = new LinkedHashMap<>();
    private final PriorityQueue<Act> acts = new PriorityQueue<>();
    private final Set<String> reached = new TreeSet<>();
    private Instant now = START;
    private boolean disturbed;
    private int planned;
    private int steps;
    private int stalls;
    private int looks;

    /** Something that happens by itself at a time; the earlier planned comes first. */
    private record Act(Instant at, int number, Runnable action) implements Comparable<Act> {
        @Override
        public int compareTo(Act other) {
            int byTime = at.compareTo(other.at);
            return byTime == 0 ? Integer.compare(number, other.number) : byTime;
        }
    }

    World(long seed, List<Slot> slots, Defect defect, boolean tell) {
        this.chance = new Chance(seed, "order");
        this.defect = defect;
        this.story = new Story(tell, this::now);
        this.judge = new Judge(this);
        this.faults = new Faults(this, slots);
    }

    private static Pipelines pipeline() {
        Map<String, PipelineStore.StoredPipeline> stored = new HashMap<>();
        Pipelines pipelines = new Pipelines(
                new PipelineStore() {
                    @Override
                    public void save(StoredPipeline pipeline) {
                        stored.put(pipeline.application(), pipeline);
                    }

                    @Override
                    public Optional<StoredPipeline> find(String application) {
                        return Optional.ofNullable(stored.get(application));
                    }

                    @Override
                    public List<StoredPipeline> all() {
                        return List.copyOf(stored.values());
                    }
                },
                Map.of());
        try (var file = World.class.getResourceAsStream("/shop.yaml")) {
            var applied = pipelines.apply(
                    "shop.yaml", new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
            if (applied instanceof Pipelines.Applied.Refused refused) {
                throw new IllegalStateException("the pipeline is refused: " + refused.invalid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pipelines;
    }

    /** Starts everything, and lets time pass until nothing is left to happen. */
    void run(People people) {
        people.plan();
        for (String service : Services.ALL) {
            int count = 1 + chance.below(2);
            for (int i = 0; i < count; i++) {
                start(service, service + "-" + i);
            }
        }
        while (step(null)) {
            if (steps++ > MOST_STEPS) {
                judge.broken("no end after " + MOST_STEPS + " steps");
                return;
            }
            if (now.isAfter(START.plus(END))) {
                judge.broken("no end after " + END);
                return;
            }
        }
        judge.judge(people.releases());
    }

    private void start(String service, String name) {
        Instance instance = new Instance(this, service, name);
        instances.add(instance);
        story.tell(name, "starts");
        Services.start(this, instance);
        rebalance(service);
        guarded(instance::sweep);
    }

    private void rebalance(String service) {
        List<Instance> able = instances.stream()
                .filter(one -> one.service().equals(service) && one.canRun())
                .toList();
        instances.stream()
                .filter(one -> one.service().equals(service) && !one.canRun())
                .forEach(one -> one.assign(List.of()));
        if (able.isEmpty()) {
            return;
        }
        List<TopicPartition> places = able.getFirst().wanted();
        for (int i = 0; i < able.size(); i++) {
            List<TopicPartition> mine = new ArrayList<>();
            for (TopicPartition place : places) {
                if (place.partition() % able.size() == i) {
                    mine.add(place);
                }
            }
            able.get(i).assign(mine);
        }
    }

    /** One thing that can happen happens; false where nothing ever will. */
    private boolean step(@Nullable Instance except) {
        List<Runnable> possible = new ArrayList<>();
        for (Instance one : List.copyOf(instances)) {
            if (one.canRun() && one != except) {
                if (one.canPoll(now)) {
                    possible.add(() -> one.poll(chance));
                }
                if (one.nextTimer().filter(at -> !at.isAfter(now)).isPresent()) {
                    possible.add(one::fire);
                }
                if (one.hasBackgroundWork()) {
                    possible.add(one::workInBackground);
                }
            }
        }
        if (!acts.isEmpty() && !acts.peek().at().isAfter(now)) {
            possible.add(() -> Objects.requireNonNull(acts.poll()).action().run());
        }
        if (possible.isEmpty()) {
            return passTime(except);
        }
        guarded(chance.oneOf(possible));
        return true;
    }

    /** To when something can happen next. What was left behind by somebody who died is found by the next look around. */
    private boolean passTime(@Nullable Instance except) {
        List<Instance> able =
                instances.stream().filter(one -> one.canRun() && one != except).toList();
        Optional<Instant> next = Stream.concat(
                        able.stream().flatMap(one -> Stream.concat(one.nextTimer().stream(), one.nextPoll().stream())),
                        Optional.ofNullable(acts.peek()).map(Act::at).stream())
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo);
        boolean forgotten = looks < MOST_LOOKS && isForgotten(next.orElse(Instant.MAX));
        if (disturbed || forgotten) {
            looks = disturbed ? 0 : looks + 1;
            disturbed = false;
            now = next.filter(at -> at.isBefore(now.plus(LOOK))).orElse(now.plus(LOOK));
            able.forEach(one -> guarded(one::sweep));
            return true;
        }
        looks = 0;
        next.ifPresent(at -> now = at);
        return next.isPresent();
    }

    /** Whether something is due until then that nobody who is there has planned. */
    private boolean isForgotten(Instant until) {
        return documents.entrySet().stream()
                .anyMatch(entry -> entry.getValue().due(until, 100).stream()
                        .anyMatch(due -> instances.stream()
                                .noneMatch(one -> one.canRun()
                                        && entry.getKey().startsWith(one.service())
                                        && one.plans(due.id()))));
    }

    private void guarded(Runnable step) {
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
        who.kill();
        instances.remove(who);
        gates.remove(who);
        canaries.remove(who);
        rebalance(who.service());
        disturbed = true;
        at(now.plusSeconds(1 + chance.below(60)), () -> {
            start(who.service(), who.toString());
            disturbed = true;
        });
        return new Crash(who.toString());
    }

    /** The process stands still while all others go on without it, and then goes on where it was. */
    void stall(Instance who) {
        if (stalls >= DEEPEST_STALL) {
            return;
        }
        stalls++;
        who.stall(true);
        rebalance(who.service());
        Instant until = now.plusSeconds(chance.below(120));
        int most = chance.below(400);
        for (int i = 0; i < most && (now.isBefore(until) || i < 20); i++) {
            if (!step(who)) {
                break;
            }
        }
        who.stall(false);
        rebalance(who.service());
        disturbed = true;
        stalls--;
        story.tell(who.toString(), "goes on");
    }

    void at(Instant time, Runnable action) {
        acts.add(new Act(time, planned++, action));
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
        disturbed = true;
    }

    void broken(String what) {
        judge.broken(what);
    }

    void reached(String pair) {
        reached.add(pair);
    }

    Set<String> reached() {
        return reached;
    }

    Instant now() {
        return now;
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

    Pipelines pipelines() {
        return PIPELINES;
    }

    Map<Instance, Releases> gates() {
        return gates;
    }

    Map<Instance, Canaries> canaries() {
        return canaries;
    }

    Map<String, InMemoryAggregateStore> documents() {
        return documents;
    }

    InMemoryAggregateStore documents(String service, String collection) {
        return documents.computeIfAbsent(service + "/" + collection, _ -> new InMemoryAggregateStore());
    }
}
