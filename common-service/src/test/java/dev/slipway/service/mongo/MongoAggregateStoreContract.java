package dev.slipway.service.mongo;

import com.mongodb.client.MongoClient;
import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.AggregateStoreContract;
import java.util.List;

/** Over the wire, on whichever server it is given. */
abstract class MongoAggregateStoreContract extends AggregateStoreContract {
    private static final String DATABASE = "slipway_contract";

    /** Of a server that outlives the test. */
    abstract MongoClient client();

    @Override
    protected AggregateStore emptyStore() {
        client().getDatabase(DATABASE).drop();
        MongoAggregateStore store = new MongoAggregateStore(client().getDatabase(DATABASE), "aggregates");
        store.createIndexes(List.of("application", "active", "tags"));
        return store;
    }
}
