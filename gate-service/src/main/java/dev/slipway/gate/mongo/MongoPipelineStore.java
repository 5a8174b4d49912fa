package dev.slipway.gate.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import dev.slipway.gate.application.PipelineStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** One document per application. */
public final class MongoPipelineStore implements PipelineStore {
    private final MongoCollection<Document> collection;

    public MongoPipelineStore(MongoDatabase database) {
        this.collection = database.getCollection("pipelines");
    }

    @Override
    public void save(StoredPipeline pipeline) {
        collection.replaceOne(
                eq("_id", pipeline.application()),
                new Document("_id", pipeline.application())
                        .append("revision", pipeline.revision())
                        .append("yaml", pipeline.yaml()),
                new ReplaceOptions().upsert(true));
    }

    @Override
    public Optional<StoredPipeline> find(String application) {
        return Optional.ofNullable(collection.find(eq("_id", application)).first())
                .map(MongoPipelineStore::fromDocument);
    }

    @Override
    public List<StoredPipeline> all() {
        return collection
                .find()
                .sort(Sorts.ascending("_id"))
                .map(MongoPipelineStore::fromDocument)
                .into(new ArrayList<>());
    }

    private static StoredPipeline fromDocument(Document document) {
        return new StoredPipeline(
                document.getString("_id"), document.getString("revision"), document.getString("yaml"));
    }
}
