package dev.slipway.gate.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On MongoDB itself, where somebody has one; it gets a database more, whose name says what it is for. */
@EnabledIfEnvironmentVariable(
        named = MongoPipelineStoreOnGivenServerTest.GIVEN,
        matches = ".+",
        disabledReason = "SLIPWAY_MONGODB_URI names no server to test on")
@SuppressWarnings("NullAway.Init") // before all tests
class MongoPipelineStoreOnGivenServerTest extends MongoPipelineStoreContract {
    static final String GIVEN = "SLIPWAY_MONGODB_URI";
    private static MongoClient client;

    @BeforeAll
    static void start() {
        client = MongoClients.create(System.getenv(GIVEN));
    }

    @Override
    MongoClient client() {
        return client;
    }

    @AfterAll
    static void stop() {
        client.close();
    }
}
