package dev.slipway.service.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.AggregateStoreContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

class MongoAggregateStoreTest extends AggregateStoreContract {
    private static final EmbeddedStore SERVER = EmbeddedStore.inMemory();
    private static final MongoClient CLIENT = MongoClients.create(SERVER.uri());

    @Override
    protected AggregateStore emptyStore() {
        CLIENT.getDatabase("contract").drop();
        MongoAggregateStore store = new MongoAggregateStore(CLIENT.getDatabase("contract"), "aggregates");
        store.createIndexes(List.of("application", "active", "tags"));
        return store;
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }
}
