package dev.slipway.simulation;

import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Frontier;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Occupancy;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.Scope;
import dev.slipway.events.Topic;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.events.TrafficShifted;
import dev.slipway.notify.domain.Delivery;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import dev.slipway.service.aggregate.StoredAggregate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Says what must hold and does not, by what the bus, the cluster and the stores hold; no service is asked. */
final class Judge {
    private static final Duration HOLD = Duration.ofMinutes(5);
    private static final Duration SOAK = Duration.ofMinutes(10);

    private final World world;
    private final Set<String> broken = new LinkedHashSet<>();
    private final Map<String, Integer> told = new HashMap<>();

    Judge(World world) {
        this.world = world;
    }

    List<String> verdict() {
        return List.copyOf(broken);
    }

    void broken(String what) {
        broken.add(what);
        world.story().tell("BROKEN", what);
    }

    void told(Delivery delivery) {
        told.merge(delivery.about() + " to " + delivery.channel(), 1, Integer::sum);
    }

    /** Something is done to the cluster: has it been allowed, by what everybody could hear? */
    void effect(String namespace, RolloutStep.OnCluster step, @Nullable Installed canary) {
        String environment = namespace.substring("shop-".length());
        switch (step) {
            case RolloutStep.ApplyWorkload(var _, var goal)
            when goal.release() != null -> {
                requireSaid(goal.release(), environment, "runs in " + environment, Judge::letIn);
                if (environment.equals("production")) {
                    requireSaid(goal.release(), environment, "is promoted", e -> e.event() instanceof CanaryHealthy);
                }
                forbidAfterRollback(goal.release(), environment, "is promoted");
            }
            case RolloutStep.ApplyCanary(var _, var goal, var _)
            when goal.release() != null ->
                requireSaid(goal.release(), environment, "has a canary in " + environment, Judge::letIn);
            case RolloutStep.SetWeight(var _, var weight)
            when weight > 0 && canary != null -> {
                if (canary.release() != null) {
                    forbidAfterRollback(canary.release(), environment, "gets traffic");
                }
            }
            case RolloutStep.RemoveCanary _ -> {
                if (world.cluster().share(namespace) > 0) {
                    broken("B: a canary with traffic is removed from " + environment);
                }
            }
            default -> {}
        }
    }

    private static boolean letIn(EventEnvelope event) {
        return event.event() instanceof GatePassed passed && passed.phase() == GatePhase.ENTRY;
    }

    private void requireSaid(String release, String environment, String what, Predicate<EventEnvelope> event) {
        if (world.bus().said().stream()
                .noneMatch(one ->
                        one.release().value().equals(release) && environment.equals(one.stage()) && event.test(one))) {
            broken("P: " + release + " " + what + " without the word for it");
        }
    }

    private void forbidAfterRollback(String release, String environment, String what) {
        if (world.bus().said().stream()
                .anyMatch(one -> one.release().value().equals(release)
                        && one.event() instanceof RollbackCompleted back
                        && back.environment().equals(environment))) {
            broken("B: " + release + " " + what + " in " + environment + " after it was taken back");
        }
    }

    /** When nothing is left to happen. */
    void judge(List<String> releases) {
        world.bus().contradictions().forEach(this::broken);
        Map<EventId, EventEnvelope> said = new LinkedHashMap<>();
        world.bus().said().forEach(event -> said.putIfAbsent(event.id(), event));
        trail(said);
        log();
        documents();
        lag();
        truth();
        times(said.values());
        ends(releases);
        names(said.values());
        causes(said);
        notices();
    }

    private void trail(Map<EventId, EventEnvelope> said) {
        Set<String> recorded = new HashSet<>();
        Map<String, Long> last = new HashMap<>();
        for (StoredRecord record : world.log().records()) {
            if (!recorded.add(record.eventId())) {
                broken("D: " + record.type() + " " + record.eventId() + " has two records");
            }
            long before = last.getOrDefault(record.releaseId(), -1L);
            if (before >= 0 && record.seq() != before + 1) {
                broken("C: after record " + before + " of " + record.releaseId() + " comes " + record.seq());
            }
            last.put(record.releaseId(), record.seq());
        }
        said.forEach((id, event) -> {
            if (!recorded.contains(id.value())) {
                broken("L: " + event.type() + " of " + event.release() + " is not in the trail");
            }
        });
    }

    /** The tree recomputed from the stored bytes. */
    private void log() {
        Map<String, StoredRecord> records = new HashMap<>();
        world.log().records().forEach(record -> records.put(record.eventId(), record));
        Set<String> leaves = new HashSet<>();
        Frontier frontier = Frontier.EMPTY;
        for (Batch batch : world.log().batches()) {
            if (batch.start() != frontier.size()) {
                broken("D: a batch begins at " + batch.start() + ", the tree has " + frontier.size() + " leaves");
                return;
            }
            for (Leaf leaf : batch.leaves()) {
                StoredRecord record = records.get(leaf.eventId());
                if (record == null || !record.bytes().leaf().equals(leaf.hash())) {
                    broken("T: the leaf of " + leaf.eventId() + " is not what is stored");
                }
                if (!leaves.add(leaf.eventId())) {
                    broken("D: " + leaf.eventId() + " has two leaves");
                }
            }
            frontier = frontier.append(batch.leaves().stream().map(Leaf::hash).toList());
            if (!frontier.root().equals(batch.root())) {
                broken("T: the batch at " + batch.start() + " has another root than its leaves");
            }
        }
        records.keySet().stream()
                .filter(id -> !leaves.contains(id))
                .findFirst()
                .ifPresent(id -> broken("D: " + id + " has no leaf"));
    }

    private void documents() {
        world.documents().forEach((collection, documents) -> {
            for (StoredAggregate one : documents.find(Map.of(), Integer.MAX_VALUE)) {
                if (!one.outbox().isEmpty()) {
                    broken("L: " + collection + " " + one.id() + " has not said all that it decided");
                }
                if (one.wakeAt() != null) {
                    broken("M: " + collection + " " + one.id() + " was never woken: " + one.wakeAt());
                }
            }
        });
    }

    private void lag() {
        for (TopicPartition place : world.bus().places(List.copyOf(Topic.all()))) {
            int end = world.bus().log(place).size();
            if (!place.topic().equals(Topic.CHECKPOINTS.topicName())
                    && world.bus().committed("audit-service", place) != end) {
                broken("R: audit-service has not heard all of " + place);
            }
        }
    }

    /** What is said to run is what runs, and nobody is half way. */
    private void truth() {
        for (Environment environment : world.environments().all()) {
            String namespace = environment.namespace();
            Installed running = world.cluster().stable(namespace);
            Occupancy current = environment.current();
            if (current != null && !current.components().equals(List.of(running))) {
                broken("S: " + namespace + " runs " + running + ", the source of truth says " + current.components());
            }
            if (world.cluster().hasCanary(namespace)) {
                broken("S: a canary was left behind in " + namespace);
            }
            if (environment.holder() != null && !hasEnded(environment.holder())) {
                broken("R: " + namespace + " is held by " + environment.holder() + " for ever");
            }
        }
    }

    private boolean hasEnded(String release) {
        return world.documents("deploy-service", "rollouts")
                .load(release)
                .filter(rollout -> rollout.state().startsWith("{\"is\":\"ended\""))
                .isPresent();
    }

    private void times(Collection<EventEnvelope> said) {
        Map<String, Instant> shifted = new HashMap<>();
        Map<String, Instant> running = new HashMap<>();
        for (EventEnvelope one : said) {
            String release = one.release().value();
            switch (one.event()) {
                case TrafficShifted at -> shifted.put(release + at.step(), one.time());
                case TrafficShiftRequested next
                when next.step() > 0 ->
                    requirePassed("hold", release, shifted.get(release + (next.step() - 1)), HOLD, one.time());
                case CanaryHealthy _ -> requirePassed("hold", release, shifted.get(release + "1"), HOLD, one.time());
                case DeploymentSucceeded done
                when done.scope() == Scope.FULL && "staging".equals(one.stage()) -> running.put(release, one.time());
                case GatePassed passed
                when passed.phase() == GatePhase.VERIFICATION && "staging".equals(one.stage()) ->
                    requirePassed("soak", release, running.get(release), SOAK, one.time());
                default -> {}
            }
        }
    }

    private void requirePassed(String what, String release, @Nullable Instant since, Duration time, Instant until) {
        if (since == null || since.plus(time).isAfter(until)) {
            broken("M: the " + what + " of " + release + " ended at " + until + " and began at " + since);
        }
    }

    private void ends(List<String> releases) {
        InMemoryAggregateStore gate = world.documents("gate-service", "releases");
        for (String release : releases) {
            String state = gate.load(release).map(StoredAggregate::state).orElse("nothing");
            if (!state.startsWith("{\"is\":\"completed\"") && !state.startsWith("{\"is\":\"stopped\"")) {
                broken("R: " + release + " never ends: " + state.substring(0, Math.min(200, state.length())));
            }
        }
    }

    private void causes(Map<EventId, EventEnvelope> said) {
        for (EventEnvelope one : said.values()) {
            EventEnvelope cause = one.causation() == null ? null : said.get(one.causation());
            if (cause != null && cause.clock() >= one.clock()) {
                broken("C: " + one.type() + " stands before its cause " + cause.type());
            }
        }
    }

    /** A service says one thing at one count of its clock: an event that is said again has the name that it had. */
    private void names(Collection<EventEnvelope> said) {
        Set<String> counts = new HashSet<>();
        for (EventEnvelope one : said) {
            if (!counts.add(one.source() + " " + one.release() + " " + one.clock())) {
                broken("D: " + one.type() + " of " + one.release() + " was said under two names");
            }
        }
    }

    private void notices() {
        List<String> twice = new ArrayList<>();
        told.forEach((what, times) -> {
            if (times > 1 && world.faults().injected().isEmpty()) {
                twice.add(what);
            }
        });
        twice.forEach(what -> broken("E: told twice without a fault: " + what));
    }
}
