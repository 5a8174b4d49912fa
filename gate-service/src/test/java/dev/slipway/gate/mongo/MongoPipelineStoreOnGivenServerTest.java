package dev.slipway.gate.mongo;

import com.mongodb.client.MongoClient;
import dev.slipway.embedded.OnGivenServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnGivenServer.class)
class MongoPipelineStoreOnGivenServerTest extends MongoPipelineStoreContract {
    private final MongoClient client;

    MongoPipelineStoreOnGivenServerTest(MongoClient client) {
        this.client = client;
    }

    @Override
    MongoClient client() {
        return client;
    }
}
