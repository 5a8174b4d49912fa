package dev.slipway.gate.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.slipway.gate.application.PipelineStore.StoredPipeline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over the wire, on whichever server it is given. */
@SuppressWarnings("NullAway.Init") // before each test
abstract class MongoPipelineStoreContract {
    private static final StoredPipeline SHOP = new StoredPipeline(
            "shop", "r1", "application: shop\n# as it was written, \u00e4 and \ud83d\ude80 included\n");
    private static final StoredPipeline CART = new StoredPipeline("cart", "r7", "application: cart\n");

    private MongoPipelineStore store;

    /** Of a server that outlives the test. */
    abstract MongoClient client();

    @BeforeEach
    void begin() {
        MongoDatabase database = client().getDatabase("slipway_pipelines_contract");
        database.drop();
        store = new MongoPipelineStore(database);
    }

    @Test
    void isReadAsItWasWritten() {
        store.save(SHOP);

        assertThat(store.find("shop")).contains(SHOP);
    }

    @Test
    void theLatestTakesTheOnesPlaceThatWasBefore() {
        var next = new StoredPipeline("shop", "r2", "application: shop\n");
        store.save(SHOP);
        store.save(CART);

        store.save(next);

        assertThat(store.find("shop")).contains(next);
        assertThat(store.all()).as("by application").containsExactly(CART, next);
    }

    @Test
    void whatNobodySavedIsNotThere() {
        store.save(CART);

        assertThat(store.find("shop")).isEmpty();
    }
}
