package dev.slipway.audit.mongo;

import com.mongodb.client.MongoClient;
import dev.slipway.embedded.OnSecondStore;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSecondStore.class)
class LogStoresOnSecondStoreTest extends LogStoresContract {
    private final MongoClient client;

    LogStoresOnSecondStoreTest(MongoClient client) {
        this.client = client;
    }

    @Override
    MongoClient client() {
        return client;
    }
}
