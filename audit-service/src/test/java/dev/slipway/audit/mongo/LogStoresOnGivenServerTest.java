package dev.slipway.audit.mongo;

import com.mongodb.client.MongoClient;
import dev.slipway.embedded.OnGivenServer;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnGivenServer.class)
class LogStoresOnGivenServerTest extends LogStoresContract {
    private final MongoClient client;

    LogStoresOnGivenServerTest(MongoClient client) {
        this.client = client;
    }

    @Override
    MongoClient client() {
        return client;
    }
}
