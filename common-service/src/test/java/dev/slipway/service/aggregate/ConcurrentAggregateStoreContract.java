package dev.slipway.service.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.service.resilience.Concurrently;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store has to do besides where several write at once: more than one instance of a service. */
public abstract class ConcurrentAggregateStoreContract extends AggregateStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final List<Integer> MANY = IntStream.range(0, 16).boxed().toList();

    @Test
    void oneOfManyWhoAskAtOnceMayWork() {
        AggregateStore store = emptyStore();
        store.saveIfUnchanged(version(1), null);

        List<Optional<StoredAggregate>> claims =
                Concurrently.map(MANY, owner -> store.claim("a", "owner-" + owner, NOON, NOON, NOON.plusSeconds(30)));

        assertThat(claims.stream().flatMap(Optional::stream)).hasSize(1);
    }

    @Test
    void oneOfManyWhoSaveAtOnceWins() {
        AggregateStore store = emptyStore();
        store.saveIfUnchanged(version(1), null);

        List<Boolean> saved = Concurrently.map(MANY, _ -> store.saveIfUnchanged(version(2), null));

        assertThat(saved).containsOnlyOnce(true);
    }

    private static StoredAggregate version(long version) {
        return new StoredAggregate("a", version, "{}", 0, List.of(), List.of(), List.of(), NOON, null, null, Map.of());
    }
}
