package dev.slipway.deploy.mongo;

import com.mongodb.client.MongoClient;
import dev.slipway.embedded.OnSecondStore;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSecondStore.class)
class MongoEnvironmentStoreOnSecondStoreTest extends MongoEnvironmentStoreContract {
    private final MongoClient client;

    MongoEnvironmentStoreOnSecondStoreTest(MongoClient client) {
        this.client = client;
    }

    @Override
    MongoClient client() {
        return client;
    }
}
