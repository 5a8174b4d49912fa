package dev.slipway.service.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.slipway.embedded.NeedsSecondStore;
import dev.slipway.embedded.SecondStore;
import dev.slipway.service.aggregate.AggregateStore;
import dev.slipway.service.aggregate.AggregateStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a server that reads, decides and writes in three steps: it keeps the contract of one writer at a time, and is found out
 * and refused where there may be several.
 */
@ExtendWith(NeedsSecondStore.class)
@SuppressWarnings("NullAway.Init") // before all tests
class MongoAggregateStoreOnSecondStoreTest extends AggregateStoreContract {
    private static SecondStore server;
    private static MongoClient client;

    @BeforeAll
    static void start() {
        server = SecondStore.start();
        client = MongoClients.create(server.uri());
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

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }
}
