package dev.slipway.simulation;

import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.RolloutStep;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Artifact;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import dev.slipway.service.aggregate.StoredAggregate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Says what must hold and does not, by what the bus, the cluster and the stores hold; no service is asked. */
final class Judge {

    private final World world;
    private final Set<String> broken = new LinkedHashSet<>();
    private final Tellings tellings = new Tellings();
    private final Promises promises = new Promises();
    private final RollbackJudge rollbacks;

    Judge(World world) {
        this.world = world;
        this.rollbacks = new RollbackJudge(world, this::broken);
    }

    List<String> verdict() {
        return List.copyOf(broken);
    }

    void broken(String what) {
        broken.add(what);
        world.story().tell("BROKEN", what);
    }

    Promises promises() {
        return promises;
    }

    Tellings tellings() {
        return tellings;
    }

    /** Something is done to the cluster: has it been allowed, by what everybody could hear? */
    void effect(String namespace, RolloutStep.OnCluster step) {
        String environment = environment(namespace);
        switch (step) {
            case RolloutStep.ApplyWorkload(var _, var goal)
            when goal.release() != null -> {
                requireSaid(goal.release(), environment, "runs in " + environment, one -> letIn(one, goal));
                if (environment.equals("production")) {
                    requireSaid(goal.release(), environment, "is promoted", e -> e.event() instanceof CanaryHealthy);
                }
            }
            case RolloutStep.ApplyCanary(var _, var goal, var _)
            when goal.release() != null ->
                requireSaid(goal.release(), environment, "has a canary in " + environment, one -> letIn(one, goal));
            case RolloutStep.RemoveCanary _ -> {
                if (world.cluster().share(namespace) > 0) {
                    broken("B: a canary with traffic is removed from " + environment);
                }
            }
            default -> {}
        }
    }

    /** Something was done to the cluster: who meets what now, and who did before? */
    void served(
            String namespace,
            RolloutStep.OnCluster step,
            Fence by,
            RollbackJudge.Served before,
            RollbackJudge.Served after) {
        rollbacks.changed(environment(namespace), step, by, before, after);
    }

    private static String environment(String namespace) {
        return namespace.substring("shop-".length());
    }

    /** With exactly that content. */
    private static boolean letIn(EventEnvelope event, Installed goal) {
        return event.event() instanceof GatePassed passed
                && passed.phase() == GatePhase.ENTRY
                && passed.artifacts().stream()
                        .anyMatch(one -> one.component().equals(goal.component())
                                && one.pinned().equals(goal.image()));
    }

    private void requireSaid(String release, String environment, String what, Predicate<EventEnvelope> event) {
        if (!isSaid(environment, one -> one.release().value().equals(release) && event.test(one))) {
            broken("P: " + release + " " + what + " without the word for it");
        }
    }

    private boolean isSaid(String environment, Predicate<EventEnvelope> what) {
        return world.bus().said().stream()
                .map(Bus.Said::envelope)
                .anyMatch(one -> environment.equals(one.stage()) && what.test(one));
    }

    /** When nothing is left to happen. */
    void judge(List<String> releases) {
        world.bus().contradictions().forEach(this::broken);
        Map<EventId, EventEnvelope> said = new LinkedHashMap<>();
        Map<EventId, Instant> times = new HashMap<>();
        for (Bus.Said one : world.bus().said()) {
            said.putIfAbsent(one.envelope().id(), one.envelope());
            times.putIfAbsent(one.envelope().id(), one.at());
        }
        approvals(said.values());
        new TrailJudge(world, this::broken).judge(said);
        promises.judge(said.values(), times, this::broken);
        documents(said.values().stream()
                .filter(one -> one.event() instanceof ReleaseRequested)
                .map(one -> one.release().value())
                .collect(Collectors.toSet()));
        lag();
        new TruthJudge(world, this::broken).judge();
        new TimeJudge(world.processes(), this::broken).judge(said.values(), times);
        ends(releases);
        tellings.judge(world.processes().apart("notify-service"), this::broken);
    }

    /** Production asks for somebody's yes to exactly what is let in. */
    private void approvals(Collection<EventEnvelope> said) {
        Set<String> approved = new HashSet<>();
        for (EventEnvelope one : said) {
            if (one.event() instanceof ApprovalGiven given && given.verdict() == ApprovalGiven.Verdict.APPROVED) {
                approved.add(one.release() + " " + given.binding().artifacts());
            }
            if (one.event() instanceof GatePassed passed
                    && passed.phase() == GatePhase.ENTRY
                    && "production".equals(passed.environment())
                    && !approved.contains(one.release() + " "
                            + passed.artifacts().stream().map(Artifact::digest).toList())) {
                broken("P: " + one.release() + " was let in without a yes to what it is");
            }
        }
    }

    private void documents(Set<String> requested) {
        world.documents().forEach((collection, documents) -> {
            for (StoredAggregate one : documents.find(Map.of(), Integer.MAX_VALUE)) {
                if (!one.outbox().isEmpty()) {
                    broken("L: " + collection.name() + " " + one.id() + " has not said all that it decided");
                }
                if (!one.early().isEmpty() && requested.contains(one.id())) { // else it waits for what nobody asks for
                    broken("L: " + collection.name() + " " + one.id() + " never took what came early");
                }
                if (one.wakeAt() != null) {
                    broken("M: " + collection.name() + " " + one.id() + " was never woken: " + one.wakeAt());
                }
            }
        });
    }

    /** Everybody has heard all of what they listen to, and has put aside what cannot be read, and only that. */
    private void lag() {
        Map<ConsumerRecord<String, byte[]>, Set<String>> dead = world.bus().dead();
        List<ConsumerRecord<String, byte[]>> malformed = world.bus().malformed();
        Map<String, List<TopicPartition>> heard = new LinkedHashMap<>();
        world.processes().living().forEach(one -> heard.put(one.service(), one.wanted()));
        heard.forEach((service, places) -> {
            for (TopicPartition place : places) {
                if (world.bus().committed(service, place)
                        != world.bus().log(place).size()) {
                    broken("R: " + service + " has not heard all of " + place);
                }
            }
            for (ConsumerRecord<String, byte[]> one : malformed) {
                if (places.contains(new TopicPartition(one.topic(), one.partition()))
                        && !dead.getOrDefault(one, Set.of()).contains(service)) {
                    broken("L: " + service + " has not put aside what it could not read on " + one.topic());
                }
            }
        });
        dead.forEach((message, by) -> {
            if (!malformed.contains(message)) {
                broken("L: a rule of " + by + " threw on a message of " + message.topic());
            }
        });
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
}
