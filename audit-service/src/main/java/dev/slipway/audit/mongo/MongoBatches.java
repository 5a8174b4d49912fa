package dev.slipway.audit.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import dev.slipway.audit.application.BatchStore;
import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collection {@code batches}: {@code {_id: start, batchId, entries: [{eventId, leafHash}], frontier, size, root, prevRoot}}.
 * The unique index on {@code entries.eventId} forbids a second leaf of an event. Where the server accepts such an index and
 * does not enforce it over the elements of an array, leaves are looked for before a batch is stored. That is as safe, for
 * what is stored at the tree's size comes after all that was looked at; it costs a query a batch.
 */
public final class MongoBatches implements BatchStore {

    private static final Logger log = LoggerFactory.getLogger(MongoBatches.class);

    private final MongoCollection<Document> batches;
    private final MongoCollection<Document> trial;
    private volatile boolean looksFirst = true; // until the server has shown that there is no need

    public MongoBatches(MongoDatabase database) {
        batches = database.getCollection("batches");
        trial = database.getCollection("trial");
    }

    public void createIndexes() {
        batches.createIndex(ascending("entries.eventId"), new IndexOptions().unique(true));
        batches.createIndex(ascending("size"), new IndexOptions().unique(true));
        looksFirst = !forbidsASecondLeaf();
        if (looksFirst) {
            log.atWarn()
                    .log("the store does not enforce a unique index over elements of arrays:"
                            + " events are looked for in the log before each batch");
        }
    }

    /** Tries it with an event that nobody has said. */
    private boolean forbidsASecondLeaf() {
        trial.createIndex(ascending("entries.eventId"), new IndexOptions().unique(true));
        String event = UUID.randomUUID().toString();
        try {
            return insertedInto(trial, trialBatch(event)) && !insertedInto(trial, trialBatch(event));
        } finally {
            trial.deleteMany(eq("event", event));
        }
    }

    private static Document trialBatch(String event) {
        return new Document("event", event).append("entries", List.of(new Document("eventId", event)));
    }

    @Override
    public boolean insert(Batch batch) {
        if (looksFirst
                && !indexes(batch.leaves().stream().map(Leaf::eventId).toList()).isEmpty()) {
            return false;
        }
        return insertedInto(batches, write(batch));
    }

    private static boolean insertedInto(MongoCollection<Document> collection, Document document) {
        try {
            collection.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<Batch> startingAt(long index) {
        return Optional.ofNullable(
                batches.find(eq("_id", index)).map(MongoBatches::read).first());
    }

    @Override
    public Optional<Batch> endingAt(long size) {
        return Optional.ofNullable(
                batches.find(eq("size", size)).map(MongoBatches::read).first());
    }

    @Override
    public List<Batch> ofChunk(long start) {
        return batches.find(and(gte("_id", start), lt("_id", start + Batch.CHUNK)))
                .sort(ascending("_id"))
                .map(MongoBatches::read)
                .into(new ArrayList<>());
    }

    @Override
    public Optional<Batch> last() {
        return Optional.ofNullable(batches.find()
                .sort(descending("_id"))
                .limit(1)
                .map(MongoBatches::read)
                .first());
    }

    @Override
    public Map<String, Long> indexes(Collection<String> eventIds) {
        var indexes = new HashMap<String, Long>();
        if (!eventIds.isEmpty()) {
            Set<String> wanted = Set.copyOf(eventIds);
            batches.find(in("entries.eventId", wanted)).map(MongoBatches::read).forEach(batch -> {
                for (int i = 0; i < batch.leaves().size(); i++) {
                    String eventId = batch.leaves().get(i).eventId();
                    if (wanted.contains(eventId)) {
                        indexes.put(eventId, batch.start() + i);
                    }
                }
            });
        }
        return indexes;
    }

    private static Document write(Batch batch) {
        return new Document("_id", batch.start())
                .append("batchId", batch.id())
                .append(
                        "entries",
                        batch.leaves().stream()
                                .map(leaf ->
                                        new Document("eventId", leaf.eventId()).append("leafHash", binary(leaf.hash())))
                                .toList())
                .append(
                        "frontier",
                        batch.frontier().subtrees().stream()
                                .map(MongoBatches::binary)
                                .toList())
                .append("size", batch.size())
                .append("root", binary(batch.root()))
                .append("prevRoot", binary(batch.previousRoot()));
    }

    private static Batch read(Document document) {
        return new Batch(
                document.getLong("_id"),
                document.getString("batchId"),
                document.getList("entries", Document.class).stream()
                        .map(entry -> new Leaf(entry.getString("eventId"), hash(entry.get("leafHash", Binary.class))))
                        .toList(),
                new Frontier(
                        document.getLong("size"),
                        document.getList("frontier", Binary.class).stream()
                                .map(MongoBatches::hash)
                                .toList()),
                hash(document.get("root", Binary.class)),
                hash(document.get("prevRoot", Binary.class)));
    }

    private static Binary binary(Hash hash) {
        return new Binary(hash.bytes());
    }

    private static Hash hash(Binary binary) {
        return Hash.of(binary.getData());
    }
}
