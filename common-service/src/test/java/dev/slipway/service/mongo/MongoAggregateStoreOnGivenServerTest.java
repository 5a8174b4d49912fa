package dev.slipway.service.mongo;

import com.mongodb.client.MongoClient;
import dev.slipway.embedded.OnGivenServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnGivenServer.class)
class MongoAggregateStoreOnGivenServerTest extends MongoAggregateStoreContract {
    private final MongoClient client;

    MongoAggregateStoreOnGivenServerTest(MongoClient client) {
        this.client = client;
    }

    @Override
    MongoClient client() {
        return client;
    }
}
