package dev.slipway.gate.mongo;

import com.mongodb.client.MongoClient;
import dev.slipway.embedded.OnSecondStore;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSecondStore.class)
class MongoPipelineStoreOnSecondStoreTest extends MongoPipelineStoreContract {
    private final MongoClient client;

    MongoPipelineStoreOnSecondStoreTest(MongoClient client) {
        this.client = client;
    }

    @Override
    MongoClient client() {
        return client;
    }
}
