package dev.slipway.gate.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.slipway.embedded.EmbeddedStore;
import org.junit.jupiter.api.AfterAll;

class MongoPipelineStoreTest extends MongoPipelineStoreContract {
    private static final EmbeddedStore SERVER = EmbeddedStore.inMemory();
    private static final MongoClient CLIENT = MongoClients.create(SERVER.uri());

    @Override
    MongoClient client() {
        return CLIENT;
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }
}
