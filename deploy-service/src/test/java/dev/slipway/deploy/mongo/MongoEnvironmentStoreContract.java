package dev.slipway.deploy.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Examples;
import dev.slipway.deploy.domain.Fence;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over the wire, on whichever server it is given; those who save come one after the other. */
@SuppressWarnings("NullAway.Init") // before each test
abstract class MongoEnvironmentStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Environment FIRST = Environment.unknown("shop", "production", "shop-production")
            .running(Examples.installed("v1.2.2"), Fence.NONE, NOW)
            .saved();

    private MongoEnvironmentStore store;

    /** Of a server that outlives the test. */
    abstract MongoClient client();

    @BeforeEach
    void begin() {
        MongoDatabase database = client().getDatabase("slipway_environments_contract");
        database.drop();
        store = new MongoEnvironmentStore(database);
    }

    @Test
    void isReadAsItWasWritten() {
        Environment next = FIRST.running(Examples.request("v1.2.3").installed(), Fence.NONE, NOW.plusSeconds(1))
                .claimedBy("shop-v1.2.3")
                .orElseThrow()
                .saved();
        assertThat(store.saveIfUnchanged(FIRST)).isTrue();
        assertThat(store.saveIfUnchanged(next)).isTrue();

        assertThat(store.load("shop/production")).contains(next);
        assertThat(store.all()).containsExactly(next);
    }

    @Test
    void ofTwoWhoSaveTheSameVersionOneWins() {
        assertThat(store.saveIfUnchanged(FIRST)).isTrue();
        assertThat(store.saveIfUnchanged(FIRST)).isFalse();

        Environment mine = FIRST.claimedBy("shop-v1").orElseThrow().saved();
        Environment other = FIRST.claimedBy("shop-v2").orElseThrow().saved();
        assertThat(store.saveIfUnchanged(mine)).isTrue();
        assertThat(store.saveIfUnchanged(other)).isFalse();
        assertThat(store.load("shop/production")).contains(mine);
    }

    @Test
    void allComeOrderedByTheirIds() {
        Environment staging = Environment.unknown("shop", "staging", "shop-staging")
                .running(Examples.installed("v1.2.2"), Fence.NONE, NOW)
                .saved();
        store.saveIfUnchanged(staging);
        store.saveIfUnchanged(FIRST);

        assertThat(store.all()).containsExactly(FIRST, staging);
    }

    @Test
    void whatNobodySavedIsNotThere() {
        assertThat(store.load("shop/production")).isEmpty();
        assertThat(store.all()).isEmpty();
    }
}
