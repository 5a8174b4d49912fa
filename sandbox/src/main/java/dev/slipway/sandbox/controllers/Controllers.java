package dev.slipway.sandbox.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.api.Change;
import dev.slipway.sandbox.api.ObjectKey;
import dev.slipway.sandbox.api.ResourceType;
import dev.slipway.sandbox.api.Resources;
import dev.slipway.sandbox.api.StatusException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All controllers on one thread: they hear of every change and bring what it touches one step further. */
public final class Controllers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
    private static final Duration LOOK_AROUND = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMillis(200);

    private final Resources resources;
    private final Clock clock;
    private final Cluster cluster;
    private final DeploymentController deployments;
    private final ReplicaSetController replicaSets;
    private final JobController jobs;
    private final GarbageCollector garbage;
    private final Map<ObjectKey, Instant> wakeAt = new HashMap<>();
    private final Thread thread;

    public static Controllers start(Resources resources) {
        Controllers controllers = new Controllers(resources, Clock.systemUTC());
        controllers.thread.start();
        return controllers;
    }

    private Controllers(Resources resources, Clock clock) {
        this.resources = resources;
        this.clock = clock;
        cluster = new Cluster(resources);
        deployments = new DeploymentController(cluster);
        replicaSets = new ReplicaSetController(cluster);
        jobs = new JobController(cluster);
        garbage = new GarbageCollector(resources, cluster);
        thread = Thread.ofVirtual().name("controllers").unstarted(this::run);
    }

    private void run() {
        long seen = resources.latest();
        Set<ObjectKey> touched = everything();
        try {
            while (!resources.isClosed()) {
                reconcile(touched);
                touched = new LinkedHashSet<>();
                try {
                    for (Change change : resources.changesAfter(seen, untilNextWake())) {
                        seen = change.resourceVersion();
                        touched.addAll(touchedBy(change));
                    }
                } catch (StatusException _) {
                    seen = resources.latest();
                    touched.addAll(everything());
                }
                touched.addAll(due());
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private Set<ObjectKey> everything() {
        garbage.collectOrphans();
        return new LinkedHashSet<>(resources.keys());
    }

    private Set<ObjectKey> touchedBy(Change change) {
        Set<ObjectKey> touched = new LinkedHashSet<>();
        touched.add(change.key());
        if (change.kind() == Change.Kind.DELETED) {
            garbage.collectOrphans();
            touched.add(new ObjectKey(ResourceType.NAMESPACES, "", change.key().namespace()));
        }
        for (var owner : change.object().path("metadata").path("ownerReferences")) {
            String name = owner.path("name").asText();
            switch (owner.path("kind").asText()) {
                case "Deployment" ->
                    touched.add(Cluster.DEPLOYMENTS.key(change.key().namespace(), name));
                case "ReplicaSet" ->
                    touched.add(Cluster.REPLICA_SETS.key(change.key().namespace(), name));
                case "Job" -> touched.add(Cluster.JOBS.key(change.key().namespace(), name));
                default -> {}
            }
        }
        return touched;
    }

    private void reconcile(Set<ObjectKey> keys) {
        for (ObjectKey key : new ArrayDeque<>(keys)) {
            try {
                reconcile(key).ifPresentOrElse(at -> wakeAt.put(key, at), () -> wakeAt.remove(key));
            } catch (RuntimeException e) {
                if (!resources.isClosed()) {
                    LOG.warn("reconcile failed, will be tried again: {}", key, e);
                    wakeAt.put(key, clock.instant().plus(RETRY));
                }
            }
        }
    }

    private Optional<Instant> reconcile(ObjectKey key) {
        Instant now = clock.instant();
        return switch (key.type().kind()) {
            case "Deployment" ->
                cluster.find(Cluster.DEPLOYMENTS, key.namespace(), key.name())
                        .flatMap(deployment -> deployments.reconcile(deployment, now));
            case "ReplicaSet" ->
                cluster.find(Cluster.REPLICA_SETS, key.namespace(), key.name())
                        .flatMap(set -> replicaSets.reconcile(set, now));
            case "Job" -> {
                cluster.find(Cluster.JOBS, key.namespace(), key.name()).ifPresent(job -> jobs.reconcile(job, now));
                yield Optional.empty();
            }
            case "Namespace" -> {
                Optional<ObjectNode> namespace = resources.find(key);
                namespace.ifPresent(object -> garbage.finish(key, object));
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private Duration untilNextWake() {
        return wakeAt.values().stream()
                .min(Instant::compareTo)
                .map(at -> Duration.between(clock.instant(), at))
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .filter(left -> left.compareTo(LOOK_AROUND) < 0)
                .orElse(LOOK_AROUND);
    }

    private Set<ObjectKey> due() {
        Instant now = clock.instant();
        Set<ObjectKey> due = new LinkedHashSet<>();
        wakeAt.forEach((key, at) -> {
            if (!at.isAfter(now)) {
                due.add(key);
            }
        });
        wakeAt.keySet().removeAll(due);
        return due;
    }

    /** Ends, and with it every watch of the API: an interrupt would close the store's file under it. */
    @Override
    public void close() {
        resources.endWatches();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
