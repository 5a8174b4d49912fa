package dev.slipway.deploy.mongo;

import com.mongodb.client.MongoClient;
import dev.slipway.embedded.OnGivenServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnGivenServer.class)
class MongoEnvironmentStoreOnGivenServerTest extends MongoEnvironmentStoreContract {
    private final MongoClient client;

    MongoEnvironmentStoreOnGivenServerTest(MongoClient client) {
        this.client = client;
    }

    @Override
    MongoClient client() {
        return client;
    }
}
