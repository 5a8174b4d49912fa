package dev.slipway.service.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.ConcurrentAggregateStoreContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Over the wire, on whichever server it is given. */
abstract class MongoAggregateStoreContract extends ConcurrentAggregateStoreContract {
    private static final String DATABASE = "slipway_contract";

    /** Of a server that outlives the test. */
    abstract MongoClient client();

    final MongoDatabase emptyDatabase() {
        MongoDatabase database = client().getDatabase(DATABASE);
        database.drop();
        return database;
    }

    @Override
    protected AggregateStore emptyStore() {
        return emptyStore(emptyDatabase());
    }

    @Test
    void itsConditionalWritesAreAtomic() {
        assertThat(ConditionalWrites.areAtomic(emptyDatabase())).isTrue();
    }

    static AggregateStore emptyStore(MongoDatabase database) {
        MongoAggregateStore store = new MongoAggregateStore(database, "aggregates");
        store.createIndexes(List.of("application", "active", "tags"));
        return store;
    }
}
