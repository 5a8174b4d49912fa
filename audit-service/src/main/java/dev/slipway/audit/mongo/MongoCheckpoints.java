package dev.slipway.audit.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.slipway.audit.application.CheckpointStore;
import dev.slipway.audit.application.SignedNote;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;

/** Collection {@code checkpoints}: {@code {_id: size, note, at, traceparent}}. */
public final class MongoCheckpoints implements CheckpointStore {

    private final MongoCollection<Document> checkpoints;

    public MongoCheckpoints(MongoDatabase database) {
        checkpoints = database.getCollection("checkpoints");
    }

    @Override
    public boolean insert(long size, SignedNote note) {
        try {
            checkpoints.insertOne(new Document("_id", size)
                    .append("note", note.text())
                    .append("at", Date.from(note.at()))
                    .append("traceparent", note.traceparent()));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<SignedNote> at(long size) {
        return Optional.ofNullable(checkpoints.find(eq("_id", size)).first()).map(MongoCheckpoints::read);
    }

    @Override
    public Optional<SignedNote> last() {
        return Optional.ofNullable(
                        checkpoints.find().sort(descending("_id")).limit(1).first())
                .map(MongoCheckpoints::read);
    }

    private static SignedNote read(Document found) {
        Date at = Objects.requireNonNull(found.getDate("at"), "a checkpoint is stored with its time");
        return new SignedNote(
                found.getString("note"), Instant.ofEpochMilli(at.getTime()), found.getString("traceparent"));
    }
}
