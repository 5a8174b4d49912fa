package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The second store keeps its word, too, or tests on it would say nothing. */
@ExtendWith(NeedsSecondStore.class)
class SecondStoreTest {

    @Test
    void keepsWhatItAcknowledgedWhenItIsKilledAndWhenItIsStopped() throws Exception {
        try (var store = SecondStore.start()) {
            insert(store, "before the kill");
            store.kill();
            store.restart();
            insert(store, "before the stop");
            store.stop();
            store.restart();

            try (var client = MongoClients.create(store.uri())) {
                assertThat(releases(client).find())
                        .extracting(document -> document.getString("_id"))
                        .containsExactlyInAnyOrder("before the kill", "before the stop");
            }
        }
    }

    private static void insert(SecondStore store, String id) {
        try (var client = MongoClients.create(store.uri())) {
            releases(client).insertOne(new Document("_id", id));
        }
    }

    private static MongoCollection<Document> releases(MongoClient client) {
        return client.getDatabase("gate").getCollection("releases");
    }
}
