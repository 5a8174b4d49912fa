package dev.slipway.e2e.faults;

import com.mongodb.client.MongoDatabase;
import dev.slipway.audit.application.SignedNote;
import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.SourceOfTruth;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.audit.files.KeyFile;
import dev.slipway.audit.mongo.MongoBatches;
import dev.slipway.audit.mongo.MongoCheckpoints;
import dev.slipway.audit.mongo.MongoRecords;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.TrailRecord;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.mongo.MongoEnvironmentStore;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import dev.slipway.events.TrafficShifted;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Says what must hold and does not, with the letters of the simulation's judge, by what the topics, the databases and the
 * cluster hold when nothing is left to happen; no service is asked.
 */
final class Judge {
    private static final Set<String> ONCE_A_RELEASE =
            Set.of("ReleaseRequested", "ApprovalGiven", "CanaryHealthy", "ReleaseCompleted", "ReleaseStopped");

    private final Landscape landscape;
    private final Shops shops;
    private final Set<String> broken = new LinkedHashSet<>();

    Judge(Landscape landscape, Shops shops) {
        this.landscape = landscape;
        this.shops = shops;
    }

    List<String> verdict() {
        Said said = Said.in(landscape.bootstrap());
        Map<EventId, EventEnvelope> events = new LinkedHashMap<>();
        for (EventEnvelope event : said.events()) {
            EventEnvelope first = events.putIfAbsent(event.id(), event);
            if (first != null && !first.equals(event)) {
                broken.add("D: " + event.type() + " " + event.id() + " was said with two contents");
            }
        }
        Map<String, StoredRecord> records = records();
        trail(events, records);
        log(records, events.values());
        chains(records.values());
        causes(events);
        documents();
        truth(events.values());
        events.values().stream()
                .collect(HashMap<String, List<EventEnvelope>>::new, Judge::byRelease, HashMap::putAll)
                .forEach(this::release);
        ends(events.values());
        return List.copyOf(broken);
    }

    private static void byRelease(Map<String, List<EventEnvelope>> map, EventEnvelope event) {
        map.computeIfAbsent(event.release().value(), _ -> new ArrayList<>()).add(event);
    }

    private MongoDatabase database(Service service) {
        return landscape.database().getDatabase(service.database());
    }

    private Map<String, StoredRecord> records() {
        List<String> ids = new ArrayList<>();
        for (Document document :
                database(Service.AUDIT).getCollection("records").find()) {
            ids.add(document.getString("_id"));
        }
        return new MongoRecords(database(Service.AUDIT)).byId(ids);
    }

    private void trail(Map<EventId, EventEnvelope> events, Map<String, StoredRecord> records) {
        events.forEach((id, event) -> {
            if (!(event.event() instanceof Checkpoints) && !records.containsKey(id.value())) {
                broken.add("L: " + event.type() + " of " + event.release() + " is not in the trail");
            }
        });
    }

    /** The tree recomputed from the stored bytes; every checkpoint that was ever told is one of its sizes. */
    private void log(Map<String, StoredRecord> records, Collection<EventEnvelope> events) {
        MongoBatches batches = new MongoBatches(database(Service.AUDIT));
        Map<Long, Hash> told = new HashMap<>();
        for (EventEnvelope event : events) {
            if (event.event() instanceof Checkpoints checkpoint) {
                told.put(checkpoint.size(), Hash.ofBase64(checkpoint.root()));
            }
        }
        Set<String> leaves = new HashSet<>();
        Frontier frontier = Frontier.EMPTY;
        for (var next = batches.startingAt(0);
                next.isPresent();
                next = batches.startingAt(next.get().size())) {
            Batch batch = next.get();
            List<Hash> stored = new ArrayList<>();
            for (Leaf leaf : batch.leaves()) {
                StoredRecord record = records.get(leaf.eventId());
                if (record == null || !record.bytes().leaf().equals(leaf.hash())) {
                    broken.add("T: the leaf of " + leaf.eventId() + " is not what is stored");
                }
                stored.add(record == null ? leaf.hash() : record.bytes().leaf());
                if (!leaves.add(leaf.eventId())) {
                    broken.add("D: " + leaf.eventId() + " has two leaves");
                }
            }
            frontier = frontier.append(stored);
            Hash signed = told.remove(frontier.size());
            if (signed != null && !signed.equals(frontier.root())) {
                broken.add("A: the checkpoint that was told at " + frontier.size() + " has another root");
            }
        }
        told.forEach((size, _) -> broken.add("A: a checkpoint of size " + size + " was told, where no batch ends"));
        records.keySet().stream()
                .filter(id -> !leaves.contains(id))
                .forEach(id -> broken.add("D: " + id + " has no leaf"));
        String note = new MongoCheckpoints(database(Service.AUDIT)).last().map(SignedNote::text).orElse("");
        Checkpoint signed = Checkpoint.open(
                note,
                KeyFile.signer(landscape.auditFolder().resolve("log.key"), "slipway/trail")
                        .verifier());
        if (signed.size() != frontier.size() || !signed.root().equals(frontier.root())) {
            broken.add("T: signed is " + signed.size() + " " + signed.root() + ", stored are " + frontier.size() + " "
                    + frontier.root());
        }
    }

    private void chains(Collection<StoredRecord> records) {
        Map<String, List<StoredRecord>> releases = new HashMap<>();
        records.forEach(record -> releases.computeIfAbsent(record.releaseId(), _ -> new ArrayList<>())
                .add(record));
        releases.forEach((release, chain) -> {
            chain.sort(Comparator.comparingLong(StoredRecord::seq));
            Hash previous = Hash.NONE;
            for (int i = 0; i < chain.size(); i++) {
                TrailRecord record = TrailRecord.parse(chain.get(i).bytes().toArray());
                if (record.seq() != i || !record.previous().equals(previous)) {
                    broken.add("C: record " + i + " of " + release + " does not follow from the one before it");
                }
                previous = record.leaf();
            }
        });
    }

    private void causes(Map<EventId, EventEnvelope> events) {
        Set<String> counts = new HashSet<>();
        for (EventEnvelope event : events.values()) {
            EventEnvelope cause = event.causation() == null ? null : events.get(event.causation());
            if (cause != null && cause.clock() >= event.clock()) {
                broken.add("C: " + event.type() + " stands before its cause " + cause.type());
            }
            if (!(event.event() instanceof Checkpoints)
                    && !counts.add(event.source() + " " + event.release() + " " + event.clock())) {
                broken.add("D: " + event.type() + " of " + event.release() + " was said under two names");
            }
        }
    }

    /** Whatever was decided was said, and whatever waited was woken. */
    private void documents() {
        for (Service service : Service.values()) {
            for (String collection : database(service).listCollectionNames()) {
                for (Document document :
                        database(service).getCollection(collection).find()) {
                    List<?> outbox = document.get("outbox") instanceof List<?> list ? list : List.of();
                    if (!outbox.isEmpty()) {
                        broken.add("L: " + service + " " + document.get("_id") + " has not said all that it decided");
                    }
                    if (document.get("early") instanceof List<?> early && !early.isEmpty()) {
                        broken.add("R: " + service + " " + document.get("_id") + " keeps what came early for ever");
                    }
                    if (document.get("dueAt") != null) {
                        broken.add("M: " + service + " " + document.get("_id") + " still waits for "
                                + document.get("dueAt"));
                    }
                }
            }
        }
    }

    /** What the trail says runs, what deploy-service says, and what the cluster runs. */
    private void truth(Collection<EventEnvelope> events) {
        Map<String, String> told = new HashMap<>();
        SourceOfTruth.of(events).forEach(one -> told.put(one.application() + "-" + one.environment(), one.version()));
        for (Environment environment : new MongoEnvironmentStore(database(Service.DEPLOY)).all()) {
            String namespace = environment.namespace();
            List<Deployment> deployments = landscape
                    .cluster()
                    .client()
                    .apps()
                    .deployments()
                    .inNamespace(namespace)
                    .list()
                    .getItems();
            if (deployments.size() != 1) {
                broken.add("S: " + namespace + " has " + deployments.size() + " deployments");
            }
            String runs = version(deployments.getFirst());
            String document =
                    environment.current() == null ? "?" : environment.current().version();
            if (!runs.equals(document) || !runs.equals(told.getOrDefault(namespace, runs))) {
                broken.add("S: %s runs %s, deploy-service says %s, the trail says %s"
                        .formatted(namespace, runs, document, told.get(namespace)));
            }
            if (environment.holder() != null) {
                broken.add("R: " + namespace + " is held by " + environment.holder());
            }
            rolledOutOnce(namespace);
            traffic(namespace);
        }
    }

    private static String version(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .getOrDefault("app.kubernetes.io/version", "unknown");
    }

    /** A version that is applied again is the same replica set; another template would make another one. */
    private void rolledOutOnce(String namespace) {
        Map<String, Integer> sets = new HashMap<>();
        landscape.cluster().client().apps().replicaSets().inNamespace(namespace).list().getItems().stream()
                .map(set -> set.getMetadata().getLabels())
                .forEach(labels -> sets.merge(
                        labels.getOrDefault("app.kubernetes.io/version", "?") + labels.get("app"), 1, Integer::sum));
        sets.forEach((version, count) -> {
            if (count > 1) {
                broken.add("E: " + version + " was rolled out " + count + " times in " + namespace);
            }
        });
    }

    private void traffic(String namespace) {
        landscape.cluster().client().resources(HTTPRoute.class).inNamespace(namespace).list().getItems().stream()
                .flatMap(route -> route.getSpec().getRules().stream())
                .flatMap(rule -> rule.getBackendRefs().stream())
                .filter(ref -> ref.getName().endsWith("-canary") && (ref.getWeight() == null || ref.getWeight() > 0))
                .forEach(ref -> broken.add("B: " + ref.getName() + " still gets traffic in " + namespace));
    }

    private void release(String release, List<EventEnvelope> events) {
        if (!shops.requested().contains(release)) {
            return;
        }
        Map<String, Integer> times = new HashMap<>();
        events.forEach(event -> times.merge(event.type(), 1, Integer::sum));
        ONCE_A_RELEASE.forEach(type -> {
            if (times.getOrDefault(type, 0) > 1) {
                broken.add("E: " + type + " of " + release + " was said as " + times.get(type) + " events");
            }
        });
        for (EventEnvelope event : events) {
            switch (event.event()) {
                case DeploymentStarted started -> {
                    List<EventEnvelope> leave = before(event, events, Judge::letIn);
                    if (leave.stream()
                            .noneMatch(one -> one.event() instanceof GatePassed passed
                                    && passed.artifacts().equals(started.artifacts()))) {
                        broken.add("P: " + release + " is deployed to " + event.stage() + " without its GatePassed");
                    }
                }
                case DeploymentSucceeded done
                when done.scope() == Scope.FULL && "production".equals(event.stage()) -> {
                    if (before(event, events, one -> one.event() instanceof CanaryHealthy)
                            .isEmpty()) {
                        broken.add("P: " + release + " gets all of production without CanaryHealthy");
                    }
                }
                case CanaryHealthy _ ->
                    requirePassed("hold", event, events, one -> one.event() instanceof TrafficShifted, Shops.HOLD);
                case GatePassed passed
                when passed.phase() == GatePhase.VERIFICATION && "staging".equals(event.stage()) ->
                    requirePassed(
                            "soak",
                            event,
                            events,
                            one -> one.event() instanceof DeploymentSucceeded && "staging".equals(one.stage()),
                            Shops.SOAK);
                case TrafficShifted shifted
                when shifted.weight() > 0 -> {
                    if (!before(event, events, one -> one.event() instanceof RollbackCompleted)
                            .isEmpty()) {
                        broken.add("B: " + release + " gets traffic after it was taken back");
                    }
                }
                default -> {}
            }
        }
        boolean takenBack = events.stream().anyMatch(one -> one.event() instanceof RollbackTriggered);
        if (takenBack && times.containsKey("ReleaseCompleted")) {
            broken.add("B: " + release + " was taken back and completed");
        }
    }

    private static boolean letIn(EventEnvelope event) {
        return event.event() instanceof GatePassed passed && passed.phase() == GatePhase.ENTRY;
    }

    private static List<EventEnvelope> before(
            EventEnvelope event, List<EventEnvelope> events, Predicate<EventEnvelope> wanted) {
        return events.stream()
                .filter(one -> one.clock() < event.clock()
                        && wanted.test(one)
                        && (one.stage() == null || Objects.equals(one.stage(), event.stage())))
                .toList();
    }

    private void requirePassed(
            String what,
            EventEnvelope event,
            List<EventEnvelope> events,
            Predicate<EventEnvelope> begin,
            Duration time) {
        @Nullable
        Instant since = before(event, events, begin).stream()
                .map(EventEnvelope::time)
                .min(Comparator.naturalOrder())
                .orElse(null);
        if (since == null || since.plus(time).isAfter(event.time())) {
            broken.add("M: the " + what + " of " + event.release() + " ended at " + event.time() + " and began at "
                    + since);
        }
    }

    private void ends(Collection<EventEnvelope> events) {
        Set<String> ended = new HashSet<>();
        events.stream()
                .filter(event -> Set.of("ReleaseCompleted", "ReleaseStopped").contains(event.type()))
                .forEach(event -> ended.add(event.release().value()));
        shops.requested().stream()
                .filter(release -> !ended.contains(release))
                .forEach(release -> broken.add("R: " + release + " never ends"));
    }
}
