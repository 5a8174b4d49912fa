package dev.slipway.service.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of aggregates has to do. */
public abstract class AggregateStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private AggregateStore store = new InMemoryAggregateStore();

    /** An empty one. */
    protected abstract AggregateStore emptyStore();

    @BeforeEach
    void begin() {
        store = emptyStore();
    }

    @Test
    void keepsAllOfAnAggregate() {
        StoredAggregate aggregate = new StoredAggregate(
                "a-1.0",
                1,
                "{\"dotted.key\":{\"$odd\":1}}",
                7,
                List.of("e1", "e2"),
                List.of("{\"id\":\"e3\"}"),
                List.of("{\"id\":\"e4\"}"),
                NOON,
                null,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                Map.of("application", "a", "active", true, "tags", List.of("x", "y")));

        assertThat(store.saveIfUnchanged(aggregate, null)).isTrue();

        assertThat(store.load("a-1.0")).contains(aggregate);
        assertThat(store.load("b")).isEmpty();
    }

    @Test
    void savesOnlyTheNextVersion() {
        assertThat(store.saveIfUnchanged(version(1, null), null)).isTrue();
        assertThat(store.saveIfUnchanged(version(1, null), null))
                .as("a second first")
                .isFalse();
        assertThat(store.saveIfUnchanged(version(3, null), null))
                .as("a version left out")
                .isFalse();
        assertThat(store.saveIfUnchanged(version(2, null), null)).isTrue();
        assertThat(store.saveIfUnchanged(version(2, null), null))
                .as("a zombie's")
                .isFalse();
    }

    @Test
    void emptiesTheOutboxOfThatVersionOnly() {
        store.saveIfUnchanged(withOutbox(1), null);
        store.saveIfUnchanged(withOutbox(2), null);

        assertThat(store.markPublished("a", 1, null)).isFalse();
        assertThat(store.load("a").orElseThrow().outbox()).isNotEmpty();
        assertThat(store.markPublished("a", 2, null)).isTrue();
        assertThat(store.load("a").orElseThrow().outbox()).isEmpty();
    }

    @Test
    void aFullOutboxIsDueAtOnceAndAnEmptyOneWhenItWakes() {
        store.saveIfUnchanged(withOutbox(1), null);

        assertThat(store.due(NOON, 10)).extracting(AggregateStore.Due::id).containsExactly("a");

        store.markPublished("a", 1, NOON);
        assertThat(store.due(NOON.minusSeconds(1), 10)).isEmpty();
        assertThat(store.due(NOON, 10)).containsExactly(new AggregateStore.Due("a", NOON));
    }

    @Test
    void nothingIsDueThatNeverWakes() {
        store.saveIfUnchanged(version(1, null), null);

        assertThat(store.due(NOON, 10)).isEmpty();
        assertThat(store.claim("a", "me", NOON, NOON, NOON.plusSeconds(30))).isEmpty();
    }

    @Test
    void oneOwnerAtATimeMayWork() {
        store.saveIfUnchanged(version(1, NOON), null);

        assertThat(store.claim("a", "me", NOON.minusSeconds(1), NOON.minusSeconds(1), NOON))
                .as("too early")
                .isEmpty();
        assertThat(store.claim("a", "me", NOON, NOON, NOON.plusSeconds(30))).isPresent();
        assertThat(store.claim("a", "you", NOON.plusSeconds(29), NOON.plusSeconds(29), NOON.plusSeconds(60)))
                .as("my lease runs")
                .isEmpty();
        assertThat(store.claim("a", "you", NOON.plusSeconds(30), NOON.plusSeconds(30), NOON.plusSeconds(60)))
                .as("my lease has run out")
                .isPresent();
        store.release("a", "me");
        assertThat(store.claim("a", "me", NOON.plusSeconds(31), NOON.plusSeconds(31), NOON.plusSeconds(90)))
                .as("only its owner gives a lease back")
                .isEmpty();
        store.release("a", "you");
        assertThat(store.claim("a", "me", NOON.plusSeconds(31), NOON.plusSeconds(31), NOON.plusSeconds(90)))
                .isPresent();
    }

    @Test
    void workThatWaitsMayBeDoneEarlyButNotUnderAnothersLease() {
        store.saveIfUnchanged(version(1, NOON.plusSeconds(60)), null);

        assertThat(store.claim("a", "me", NOON.plusSeconds(60), NOON, NOON.plusSeconds(30)))
                .isPresent();
        assertThat(store.claim("a", "you", NOON.plusSeconds(60), NOON, NOON.plusSeconds(30)))
                .isEmpty();
    }

    @Test
    void findsByIndexedFields() {
        store.saveIfUnchanged(indexed("b", Map.of("application", "shop", "active", true)), null);
        store.saveIfUnchanged(indexed("a", Map.of("application", "shop", "active", false)), null);
        store.saveIfUnchanged(indexed("c", Map.of("application", "till", "active", true, "tags", List.of("x"))), null);

        assertThat(store.find(Map.of("application", "shop"), 10))
                .extracting(StoredAggregate::id)
                .containsExactly("a", "b");
        assertThat(store.find(Map.of("application", "shop", "active", true), 10))
                .extracting(StoredAggregate::id)
                .containsExactly("b");
        assertThat(store.find(Map.of("tags", "x"), 10))
                .extracting(StoredAggregate::id)
                .containsExactly("c");
        assertThat(store.find(Map.of(), 2)).extracting(StoredAggregate::id).containsExactly("a", "b");
    }

    @Test
    void findsTheNewestFirst() {
        store.saveIfUnchanged(indexed("a", Map.of("application", "shop", "asked", NOON)), null);
        store.saveIfUnchanged(indexed("b", Map.of("application", "shop", "asked", NOON.plusSeconds(2))), null);
        store.saveIfUnchanged(indexed("c", Map.of("application", "shop", "asked", NOON.plusSeconds(1))), null);
        store.saveIfUnchanged(indexed("d", Map.of("application", "till", "asked", NOON.plusSeconds(3))), null);
        store.saveIfUnchanged(indexed("e", Map.of("application", "shop")), null);

        assertThat(store.newest(Map.of("application", "shop"), "asked", 10))
                .extracting(StoredAggregate::id)
                .containsExactly("b", "c", "a", "e");
        assertThat(store.newest(Map.of(), "asked", 2))
                .extracting(StoredAggregate::id)
                .containsExactly("d", "b");
    }

    @Test
    void aLeaseEndsWithTheSaveThatHasNone() {
        store.saveIfUnchanged(version(1, NOON), null);
        StoredAggregate claimed =
                store.claim("a", "me", NOON, NOON, NOON.plusSeconds(30)).orElseThrow();

        assertThat(store.saveIfUnchanged(version(2, NOON), claimed.lease())).isTrue();

        assertThat(store.claim("a", "you", NOON, NOON, NOON.plusSeconds(30))).isPresent();
    }

    @Test
    void whoHasNotSeenALeaseDoesNotTakeItAway() {
        store.saveIfUnchanged(version(1, NOON), null);
        store.claim("a", "me", NOON, NOON, NOON.plusSeconds(30));

        assertThat(store.saveIfUnchanged(version(2, NOON), null)).isFalse();

        assertThat(store.claim("a", "you", NOON, NOON, NOON.plusSeconds(30))).isEmpty();
    }

    @Test
    void whoHasNotSeenTheEndOfALeaseDoesNotBringItBack() {
        store.saveIfUnchanged(version(1, NOON), null);
        StoredAggregate claimed =
                store.claim("a", "me", NOON, NOON, NOON.plusSeconds(30)).orElseThrow();
        store.release("a", "me");

        assertThat(store.saveIfUnchanged(version(2, NOON), claimed.lease())).isFalse();

        assertThat(store.claim("a", "you", NOON, NOON, NOON.plusSeconds(30))).isPresent();
    }

    private static StoredAggregate version(long version, @Nullable Instant wakeAt) {
        return new StoredAggregate(
                "a", version, "{}", 0, List.of(), List.of(), List.of(), wakeAt, null, null, Map.of());
    }

    private static StoredAggregate withOutbox(long version) {
        return new StoredAggregate(
                "a", version, "{}", 0, List.of(), List.of("{}"), List.of(), NOON, null, null, Map.of());
    }

    private static StoredAggregate indexed(String id, Map<String, Object> fields) {
        return new StoredAggregate(id, 1, "{}", 0, List.of(), List.of(), List.of(), null, null, null, fields);
    }
}
