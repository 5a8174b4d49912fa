package dev.slipway.deploy.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import dev.slipway.deploy.application.EnvironmentStore;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.events.codec.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** One document per environment: {@code {_id: <application>/<name>, version, holder, environment: JSON}}. */
public final class MongoEnvironmentStore implements EnvironmentStore {
    private static final String ID = "_id";
    private static final String VERSION = "version";
    private static final String ENVIRONMENT = "environment";

    private final MongoCollection<Document> collection;

    public MongoEnvironmentStore(MongoDatabase database) {
        collection = database.getCollection("environments");
    }

    @Override
    public Optional<Environment> load(String id) {
        return Optional.ofNullable(collection.find(eq(ID, id)).first()).map(MongoEnvironmentStore::fromDocument);
    }

    @Override
    public boolean saveIfUnchanged(Environment next) {
        Document document = new Document(ID, next.id())
                .append(VERSION, next.version())
                .append("holder", next.holder())
                .append(ENVIRONMENT, Json.write(next));
        if (next.version() > 1) {
            return collection
                            .replaceOne(and(eq(ID, next.id()), eq(VERSION, next.version() - 1)), document)
                            .getMatchedCount()
                    == 1;
        }
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
    public List<Environment> all() {
        List<Environment> all = new ArrayList<>();
        for (Document document : collection.find().sort(Sorts.ascending(ID))) {
            all.add(fromDocument(document));
        }
        return all;
    }

    private static Environment fromDocument(Document document) {
        return Json.read(document.getString(ENVIRONMENT), Environment.class);
    }
}
