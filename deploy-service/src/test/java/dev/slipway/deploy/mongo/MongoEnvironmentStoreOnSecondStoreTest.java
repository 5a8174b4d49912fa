package dev.slipway.deploy.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.slipway.embedded.NeedsSecondStore;
import dev.slipway.embedded.SecondStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsSecondStore.class)
@SuppressWarnings("NullAway.Init") // before all tests
class MongoEnvironmentStoreOnSecondStoreTest extends MongoEnvironmentStoreContract {
    private static SecondStore server;
    private static MongoClient client;

    @BeforeAll
    static void start() {
        server = SecondStore.start();
        client = MongoClients.create(server.uri());
    }

    @Override
    MongoClient client() {
        return client;
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }
}
