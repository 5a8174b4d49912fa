package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * All objects, in memory and in one file. A write is in the file before anybody hears of it, so that killing the process
 * loses nothing that was answered. Writers must hold the lock of {@link Resources}.
 */
final class ObjectStore implements AutoCloseable {
    private static final String LATEST = "resourceVersion";

    private final MVStore file;
    private final MVMap<String, byte[]> stored;
    private final MVMap<String, Long> counters;
    private final ConcurrentSkipListMap<String, Entry> objects = new ConcurrentSkipListMap<>();
    private final ChangeLog log;
    private long latest;

    private record Entry(ObjectKey key, ObjectNode object) {}

    private ObjectStore(MVStore file) {
        this.file = file;
        stored = file.openMap("objects");
        counters = file.openMap("counters");
        latest = counters.getOrDefault(LATEST, 0L);
        log = new ChangeLog(latest);
        for (ResourceType type : ResourceType.ALL) {
            String prefix = ObjectKey.prefix(type, "");
            for (var entry = stored.cursor(prefix);
                    entry.hasNext() && entry.next().startsWith(prefix); ) {
                ObjectNode object = Json.readStored(entry.getValue());
                objects.put(entry.getKey(), new Entry(keyOf(type, object), object));
            }
        }
    }

    static ObjectStore open(Path file) {
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(1)
                .open();
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        return new ObjectStore(store);
    }

    static ObjectKey keyOf(ResourceType type, ObjectNode object) {
        ObjectNode metadata = Json.metadata(object);
        return new ObjectKey(type, Json.text(metadata, "namespace"), Json.text(metadata, "name"));
    }

    Optional<ObjectNode> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key.path())).map(Entry::object);
    }

    List<ObjectNode> list(ResourceType type, String namespace) {
        return under(ObjectKey.prefix(type, namespace)).values().stream()
                .map(Entry::object)
                .toList();
    }

    /** Everything in a namespace. */
    List<ObjectKey> keysIn(String namespace) {
        List<ObjectKey> keys = new ArrayList<>();
        for (ResourceType type : ResourceType.ALL) {
            if (type.namespaced()) {
                under(ObjectKey.prefix(type, namespace)).values().forEach(e -> keys.add(e.key));
            }
        }
        return keys;
    }

    List<ObjectKey> keys() {
        return objects.values().stream().map(Entry::key).toList();
    }

    ObjectNode put(ObjectKey key, ObjectNode object) {
        long version = latest + 1;
        Json.metadata(object).put("resourceVersion", Long.toString(version));
        stored.put(key.path(), Json.bytes(object));
        commit(version);
        Entry before = objects.put(key.path(), new Entry(key, object));
        log.append(
                before == null
                        ? new Change(version, Change.Kind.ADDED, key, object, null)
                        : new Change(version, Change.Kind.MODIFIED, key, object, before.object));
        return object;
    }

    ObjectNode remove(ObjectKey key, ObjectNode last) {
        long version = latest + 1;
        ObjectNode gone = last.deepCopy();
        Json.metadata(gone).put("resourceVersion", Long.toString(version));
        stored.remove(key.path());
        commit(version);
        objects.remove(key.path());
        log.append(new Change(version, Change.Kind.DELETED, key, gone, last));
        return gone;
    }

    long latest() {
        return latest;
    }

    ChangeLog log() {
        return log;
    }

    @Override
    public void close() {
        log.close();
        file.close();
    }

    private Map<String, Entry> under(String prefix) {
        return objects.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    private void commit(long version) {
        counters.put(LATEST, version);
        file.commit();
        latest = version;
    }
}
