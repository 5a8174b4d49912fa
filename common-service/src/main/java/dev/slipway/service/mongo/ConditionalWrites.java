package dev.slipway.service.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import dev.slipway.service.resilience.Concurrently;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * Whether the server lets one of several win who update the same version at the same time, on which everything here
 * stands. MongoDB does; a server that reads, decides and writes in three steps tells several that they have won, and all but
 * the last are lost.
 */
public final class ConditionalWrites {
    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 25; // each finds such a server out by chance, nearly always

    private ConditionalWrites() {}

    /** Tries it, in a collection of its own; some {@value #ROUNDS} times the time of a write. */
    public static boolean areAtomic(MongoDatabase database) {
        MongoCollection<Document> trial = database.getCollection("conditional-writes");
        String id = UUID.randomUUID().toString();
        trial.insertOne(new Document("_id", id).append("version", 0));
        try {
            return IntStream.range(0, ROUNDS).allMatch(version -> winners(trial, id, version) == 1);
        } finally {
            trial.deleteOne(new Document("_id", id));
        }
    }

    private static long winners(MongoCollection<Document> trial, String id, int version) {
        List<Long> matched = Concurrently.map(
                IntStream.range(0, AT_ONCE).boxed().toList(),
                _ -> trial.updateOne(
                                new Document("_id", id).append("version", version), Updates.set("version", version + 1))
                        .getMatchedCount());
        return matched.stream().mapToLong(Long::longValue).sum();
    }
}
