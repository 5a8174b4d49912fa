package dev.slipway.gate.application;

import static dev.slipway.gate.domain.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Actor;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.Version;
import dev.slipway.events.codec.Json;
import dev.slipway.gate.domain.Dossier;
import dev.slipway.gate.domain.Examples;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.ReleasePolicy;
import dev.slipway.gate.domain.Request;
import dev.slipway.gate.domain.Signal;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import dev.slipway.service.aggregate.StoredAggregate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasesTest {
    /** More than are ever read at once. */
    private static final int MANY = 1_001;

    private static final PipelineStore NO_PIPELINES = new PipelineStore() {
        @Override
        public void save(StoredPipeline pipeline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<StoredPipeline> find(String application) {
            return Optional.empty();
        }

        @Override
        public List<StoredPipeline> all() {
            return List.of();
        }
    };

    private final Clock clock = Clock.fixed(NOON.plusSeconds(1_000_000), ZoneOffset.UTC);
    private final InMemoryAggregateStore store = new InMemoryAggregateStore();
    private final ReleaseBehaviour behaviour =
            new ReleaseBehaviour(new ReleasePolicy(Examples.CONDITIONS), _ -> new Prober.Answer(true, "ok"), clock);
    private final Releases releases = releases();

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "production")
    void whatRunsIsRolledBackHoweverManyWereTurnedDownSince(@Nullable String environment) {
        save("v9.0.0", 0, true);
        for (int minute = 1; minute <= MANY; minute++) {
            save("v1.0." + minute, minute, false);
        }

        assertThat(rollBack(environment)).isEqualTo("shop-v9.0.0");
    }

    @Test
    void theNewestIsRolledBackHoweverManyRanBeforeIt() {
        for (int minute = 1; minute <= MANY; minute++) {
            save("v1.0." + minute, minute, true);
        }
        save("v9.0.0", MANY + 1, true);

        assertThat(rollBack(null)).isEqualTo("shop-v9.0.0");
    }

    @Test
    void theListHasTheNewest() {
        for (int minute = 1; minute <= MANY; minute++) {
            save("v1.0." + minute, minute, false);
        }

        assertThat(releases.list("shop", false))
                .first()
                .extracting(release ->
                        ReleaseBehaviour.requestOf(release).orElseThrow().version())
                .isEqualTo(new Version("v1.0." + MANY));
    }

    @Test
    void aFailedRollbackCountsUntilSomethingNewerIsThere() {
        save("v1.0.0", 0, true);
        save(rollbackFailed(RunningTest.dossier("v2.0.0", 1)));

        assertThat(releases.rollbackFailed()).hasSize(1);

        save("v3.0.0", 2, true);
        assertThat(releases.rollbackFailed()).isEmpty();
    }

    private static Release rollbackFailed(Dossier dossier) {
        return new Release.Stopped(
                dossier,
                NOON,
                ReleaseStopped.Outcome.FAILED,
                "rollback failed",
                new Release.TakenBack("production", Examples.trigger(), NOON, NOON, List.of()));
    }

    private String rollBack(@Nullable String environment) {
        return switch (releases.rollBack("shop", environment, null, "customers complain", Actor.person("erin"))) {
            case Releases.Answer.Done done -> done.id();
            case Releases.Answer.No no -> no.refusal().toString();
        };
    }

    private void save(String version, int minute, boolean completed) {
        Dossier dossier = RunningTest.dossier(version, minute);
        save(
                completed
                        ? new Release.Completed(dossier, NOON)
                        : new Release.Stopped(dossier, NOON, ReleaseStopped.Outcome.REJECTED, "not now", null));
    }

    private void save(Release release) {
        Request request = ReleaseBehaviour.requestOf(release).orElseThrow();
        store.saveIfUnchanged(
                new StoredAggregate(
                        "shop-" + request.version().text(),
                        1,
                        Json.write(release),
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        behaviour.indexed(release)),
                null);
    }

    private Releases releases() {
        Aggregates<Release, Signal> aggregates = aggregates(behaviour);
        return new Releases(
                aggregates, aggregates(new CommitBehaviour(aggregates)), new Pipelines(NO_PIPELINES, Map.of()), clock);
    }

    private <S, G> Aggregates<S, G> aggregates(Behaviour<S, G> of) {
        return new Aggregates<>("gate-service", "test", of, store, (List<EventEnvelope> _) -> {}, clock, (_, _) -> {});
    }
}
