package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.api.Ownership.Operation;
import dev.slipway.sandbox.api.Ownership.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The verbs of the API on the objects of the store. One write at a time: every check sees what the write before it left.
 * What is handed out must not be modified; what is handed in is not kept.
 */
public final class Resources {
    static final String STATUS = "status";
    private static final Set<String> WITHOUT_GENERATION =
            Set.of("Namespace", "Service", "ConfigMap", "Secret", "Event", "Lease", "EndpointSlice");
    private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    /** Objects as they were together at one version. */
    public record Listing(List<ObjectNode> items, long resourceVersion) {}

    private final ObjectStore store;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    Resources(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public Optional<ObjectNode> find(ObjectKey key) {
        return store.find(key);
    }

    ObjectNode get(ObjectKey key) {
        return find(key).orElseThrow(() -> StatusException.notFound(key));
    }

    public Listing list(ResourceType type, String namespace, Selector selector) {
        return locked(() -> new Listing(
                store.list(type, namespace).stream().filter(selector::matches).toList(), store.latest()));
    }

    /** The keys of all objects there are. */
    public List<ObjectKey> keys() {
        return store.keys();
    }

    public List<ObjectKey> keysIn(String namespace) {
        return store.keysIn(namespace);
    }

    public long latest() {
        return locked(store::latest);
    }

    /** Waits for changes later than a version; empty after {@code patience}. */
    public List<Change> changesAfter(long resourceVersion, Duration patience) throws InterruptedException {
        return store.log().after(resourceVersion, patience);
    }

    /** Wakes up whoever waits for changes; none come any more. */
    public void endWatches() {
        store.log().close();
    }

    public boolean isClosed() {
        return store.log().isClosed();
    }

    public ObjectNode create(ResourceType type, String namespace, ObjectNode body, WriteOptions options) {
        return locked(() -> {
            ObjectNode object = body.deepCopy();
            ObjectKey key = identify(type, namespace, object);
            if (store.find(key).isPresent()) {
                throw StatusException.alreadyExists(key);
            }
            begin(key, object);
            Owner owner = new Owner(options.manager(), Operation.Update, "");
            return insert(key, object, Ownership.of(Json.object()).with(owner, FieldSet.of(object), now()), options);
        });
    }

    public ObjectNode update(ObjectKey key, String subresource, ObjectNode body, WriteOptions options) {
        return modify(key, subresource, options, _ -> body.deepCopy());
    }

    /** Changes an object as it is at this moment; {@code change} may work on what it is given. */
    public ObjectNode modify(
            ObjectKey key, String subresource, WriteOptions options, UnaryOperator<ObjectNode> change) {
        return locked(() -> {
            ObjectNode live = get(key);
            ObjectNode next = Identity.narrowed(key, live, change.apply(live.deepCopy()), subresource);
            Owner owner = new Owner(options.manager(), Operation.Update, subresource);
            FieldSet changed = FieldSet.of(next).filter(path -> !path.in(next).equals(path.in(live)));
            Ownership ownership = Ownership.of(live);
            if (!changed.isEmpty()) {
                ownership = ownership
                        .takenBy(owner, changed)
                        .with(owner, ownership.fieldsOf(owner).and(changed), now());
            }
            return replace(key, live, next, ownership.onlyIn(next), options);
        });
    }

    /** Server-side apply: creates the object, or makes it what its manager wants it to be. */
    ObjectNode apply(ObjectKey key, String subresource, ObjectNode wanted, WriteOptions options) {
        return locked(() -> {
            Owner owner = new Owner(options.manager(), Operation.Apply, subresource);
            Optional<ObjectNode> live = store.find(key);
            ObjectNode asked = wanted.deepCopy();
            if (subresource.isEmpty() && key.type().hasStatus()) {
                asked.remove(STATUS);
            }
            Json.metadata(asked).remove("managedFields");
            if (live.isPresent()) {
                var result = ServerSideApply.apply(key, live.get(), asked, owner, options.force(), now());
                ObjectNode next = Identity.narrowed(key, live.get(), result.object(), subresource);
                return replace(key, live.get(), next, result.ownership(), options);
            }
            if (!subresource.isEmpty()) {
                throw StatusException.notFound(key);
            }
            Json.metadata(asked).put("name", key.name());
            identify(key.type(), key.namespace(), asked);
            Ownership ownership = Ownership.of(Json.object()).with(owner, FieldSet.of(asked), now());
            begin(key, asked);
            return insert(key, asked, ownership, options);
        });
    }

    public ObjectNode delete(ObjectKey key, DeleteOptions options) {
        return locked(() -> {
            ObjectNode live = get(key);
            String uid = Json.text(Json.metadata(live), "uid");
            if (!options.uid().isEmpty() && !options.uid().equals(uid)) {
                throw StatusException.conflict(
                        key,
                        "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                                .formatted(options.uid(), uid));
            }
            String version = Json.text(Json.metadata(live), "resourceVersion");
            if (!options.resourceVersion().isEmpty()
                    && !options.resourceVersion().equals(version)) {
                throw StatusException.conflict(
                        key,
                        "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta: %s"
                                .formatted(options.resourceVersion(), version));
            }
            if (options.dryRun()) {
                return live;
            }
            if (options.orphan()) {
                orphanDependents(uid);
            }
            return new Deletion(clock.instant())
                    .decide(key, live, options)
                    .map(marked -> marked.equals(live) ? live : store.put(key, marked))
                    .orElseGet(() -> store.remove(key, live));
        });
    }

    /** Removes an object for good, whatever still holds it. */
    public void remove(ObjectKey key) {
        locked(() -> store.find(key).map(live -> store.remove(key, live)));
    }

    private void orphanDependents(String uid) {
        for (ObjectKey key : store.keys()) {
            ObjectNode object = get(key);
            ArrayNode others = Json.object().arrayNode();
            JsonNode owners = Json.metadata(object.deepCopy()).path("ownerReferences");
            owners.forEach(owner -> {
                if (!Json.text(owner, "uid").equals(uid)) {
                    others.add(owner);
                }
            });
            if (others.size() != owners.size()) {
                ObjectNode next = object.deepCopy();
                Json.metadata(next).set("ownerReferences", others);
                store.put(key, next);
            }
        }
    }

    /** Gives a new object its name and place, and checks that they are what the address says. */
    private ObjectKey identify(ResourceType type, String namespace, ObjectNode object) {
        ObjectNode metadata = Json.metadata(object);
        String prefix = Json.text(metadata, "generateName");
        if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
            metadata.put("name", prefix + suffix());
        }
        String stated = Json.text(metadata, "namespace");
        if (type.namespaced()) {
            if (!stated.isEmpty() && !stated.equals(namespace)) {
                throw StatusException.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the request");
            }
            metadata.put("namespace", namespace);
        }
        Identity.requireType(type, object);
        return new ObjectKey(type, type.namespaced() ? namespace : "", Json.text(metadata, "name"));
    }

    private void begin(ObjectKey key, ObjectNode object) {
        if (key.type().namespaced()) {
            ObjectNode namespace = get(new ObjectKey(ResourceType.NAMESPACES, "", key.namespace()));
            if (Json.metadata(namespace.deepCopy()).has("deletionTimestamp")) {
                throw StatusException.of(
                        403,
                        "Forbidden",
                        "%s \"%s\" is forbidden: unable to create new content in namespace %s because it is being terminated"
                                .formatted(key.type().qualifiedName(), key.name(), key.namespace()));
            }
        }
        ObjectNode metadata = Json.metadata(object);
        metadata.remove(List.of(
                "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink"));
        metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now().toString());
        if (!WITHOUT_GENERATION.contains(key.type().kind())) {
            metadata.put("generation", 1);
        }
        if (key.type().hasStatus()) {
            object.remove(STATUS);
        }
    }

    private ObjectNode insert(ObjectKey key, ObjectNode object, Ownership ownership, WriteOptions options) {
        Defaults.fill(key.type(), object);
        Validation.check(key, object, null);
        ownership.writeTo(object);
        return options.dryRun() ? object : store.put(key, object);
    }

    private ObjectNode replace(
            ObjectKey key, ObjectNode live, ObjectNode next, Ownership ownership, WriteOptions options) {
        Defaults.fill(key.type(), next);
        Validation.check(key, next, live);
        if (Json.metadata(next).has("generation") && !next.path("spec").equals(live.path("spec"))) {
            Json.metadata(next)
                    .put("generation", Json.metadata(next).path("generation").asLong() + 1);
        }
        ownership.writeTo(next);
        if (next.equals(live)) {
            return live;
        }
        if (options.dryRun()) {
            return next;
        }
        ObjectNode metadata = Json.metadata(next);
        boolean released = metadata.has("deletionTimestamp")
                && metadata.path("finalizers").isEmpty()
                && !live.path("metadata").path("finalizers").isEmpty();
        return released ? store.remove(key, next) : store.put(key, next);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String suffix() {
        StringBuilder suffix = new StringBuilder();
        ThreadLocalRandom.current()
                .ints(5, 0, SUFFIX_ALPHABET.length())
                .forEach(i -> suffix.append(SUFFIX_ALPHABET.charAt(i)));
        return suffix.toString();
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
