package dev.slipway.audit.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import dev.slipway.audit.application.RecordStore;
import dev.slipway.audit.domain.RecordBytes;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** Collection {@code records}: {@code {_id: eventId, releaseId, seq, type, time, clock, bytes, salt, content}}. */
public final class MongoRecords implements RecordStore {

    private final MongoCollection<Document> records;

    public MongoRecords(MongoDatabase database) {
        records = database.getCollection("records");
    }

    public void createIndexes() {
        records.createIndex(ascending("releaseId", "seq"), new IndexOptions().unique(true));
        records.createIndex(ascending("type"));
    }

    @Override
    public Map<String, StoredRecord> byId(Collection<String> eventIds) {
        var found = new HashMap<String, StoredRecord>();
        if (!eventIds.isEmpty()) {
            records.find(in("_id", eventIds))
                    .map(MongoRecords::read)
                    .forEach(record -> found.put(record.eventId(), record));
        }
        return found;
    }

    @Override
    public Optional<StoredRecord> at(String releaseId, long seq) {
        return Optional.ofNullable(records.find(new Document("releaseId", releaseId).append("seq", seq))
                .map(MongoRecords::read)
                .first());
    }

    @Override
    public int insert(List<StoredRecord> some) {
        if (some.isEmpty()) {
            return 0;
        }
        try {
            records.insertMany(some.stream().map(MongoRecords::write).toList(), new InsertManyOptions().ordered(true));
            return some.size();
        } catch (MongoBulkWriteException e) {
            for (BulkWriteError error : e.getWriteErrors()) {
                if (error.getCategory() == ErrorCategory.DUPLICATE_KEY && e.getWriteConcernError() == null) {
                    return error.getIndex(); // ordered: all before it are there, none behind it
                }
            }
            throw e;
        }
    }

    @Override
    public List<StoredRecord> ofRelease(String releaseId) {
        return all(eq("releaseId", releaseId));
    }

    @Override
    public List<StoredRecord> ofTypes(Set<String> types) {
        return all(in("type", types));
    }

    @Override
    public List<StoredRecord> newest(String type, int limit) {
        return records.find(eq("type", type))
                .sort(descending("time"))
                .limit(limit)
                .map(MongoRecords::read)
                .into(new ArrayList<>());
    }

    private List<StoredRecord> all(Bson filter) {
        return records.find(filter).map(MongoRecords::read).into(new ArrayList<>());
    }

    private static Document write(StoredRecord record) {
        Content content = record.content();
        var document = new Document("_id", record.eventId())
                .append("releaseId", record.releaseId())
                .append("seq", record.seq())
                .append("type", record.type())
                .append("time", record.time().toString()) // MongoDB's dates end at milliseconds
                .append("clock", record.clock())
                .append("bytes", new Binary(record.bytes().toArray()));
        if (content != null) {
            document.append("salt", new Binary(content.salt())).append("content", new Binary(content.bytes()));
        }
        return document;
    }

    private static StoredRecord read(Document document) {
        return new StoredRecord(
                document.getString("_id"),
                document.getString("releaseId"),
                document.getLong("seq"),
                document.getString("type"),
                Instant.parse(document.getString("time")),
                document.getLong("clock"),
                new RecordBytes(document.get("bytes", Binary.class).getData()),
                content(document));
    }

    private static @Nullable Content content(Document document) {
        Binary salt = document.get("salt", Binary.class);
        Binary content = document.get("content", Binary.class);
        return salt == null || content == null ? null : Content.of(salt.getData(), content.getData());
    }
}
