package dev.slipway.service.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.slipway.embedded.OnSecondStore;
import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.AggregateStoreContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a server that reads, decides and writes in three steps: it keeps the contract of one writer at a time, and is found out
 * and refused where there may be several.
 */
@ExtendWith(OnSecondStore.class)
class MongoAggregateStoreOnSecondStoreTest extends AggregateStoreContract {
    private final MongoClient client;

    MongoAggregateStoreOnSecondStoreTest(MongoClient client) {
        this.client = client;
    }

    @Override
    protected AggregateStore emptyStore() {
        MongoDatabase database = client.getDatabase("slipway_contract");
        database.drop();
        return MongoAggregateStoreContract.emptyStore(database);
    }

    @Test
    void isFoundOut() {
        assertThat(ConditionalWrites.areAtomic(client.getDatabase("slipway_trial")))
                .isFalse();
    }
}
