package dev.slipway.audit.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.slipway.audit.application.CheckpointStore;
import java.util.Optional;
import org.bson.Document;

/** Collection {@code checkpoints}: {@code {_id: size, note}}. */
public final class MongoCheckpoints implements CheckpointStore {

    private final MongoCollection<Document> checkpoints;

    public MongoCheckpoints(MongoDatabase database) {
        checkpoints = database.getCollection("checkpoints");
    }

    @Override
    public boolean insert(long size, String note) {
        try {
            checkpoints.insertOne(new Document("_id", size).append("note", note));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<String> at(long size) {
        return Optional.ofNullable(checkpoints.find(eq("_id", size)).first()).map(found -> found.getString("note"));
    }

    @Override
    public Optional<String> last() {
        return Optional.ofNullable(
                        checkpoints.find().sort(descending("_id")).limit(1).first())
                .map(found -> found.getString("note"));
    }
}
