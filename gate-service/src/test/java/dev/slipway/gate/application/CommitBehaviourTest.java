package dev.slipway.gate.application;

import static dev.slipway.gate.domain.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.decision.Decision;
import dev.slipway.gate.domain.Examples;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.ReleasePolicy;
import dev.slipway.gate.domain.Signal;
import dev.slipway.service.aggregate.Aggregates;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.InMemoryAggregateStore;
import dev.slipway.service.aggregate.Incoming;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommitBehaviourTest {
    private static final String RELEASE = "shop-v1.2.3";
    private static final String COMMIT = CommitBehaviour.id("shop", Examples.COMMIT);

    private Instant now = NOON;
    private final InstantSource clock = () -> now;
    private final InMemoryAggregateStore releaseStore = new InMemoryAggregateStore();
    private final InMemoryAggregateStore commitStore = new InMemoryAggregateStore();
    private final Aggregates<Release, Signal> releases = aggregates(
            new ReleaseBehaviour(
                    new ReleasePolicy(Examples.CONDITIONS),
                    _ -> new Prober.Answer(true, "ok"),
                    clock.withZone(ZoneOffset.UTC)),
            releaseStore);
    private final CommitBehaviour behaviour = new CommitBehaviour(releases);
    private final Aggregates<CommitReports, CommitSignal> commits = aggregates(behaviour, commitStore);

    /** Whoever asked may have died after the commit had heard of the release, and be repeated much later. */
    @Test
    void whatIsReportedBetweenTheAskAndTheRequestReachesTheRelease() {
        hear(new CommitSignal.Joined(RELEASE));
        Examples.ARTIFACTS.forEach(artifact -> hear(new CommitSignal.Built(artifact)));
        whenDue();

        request();
        whenDue();

        assertThat(releases.state(RELEASE)).containsInstanceOf(Release.InStage.class);
        assertThat(due()).isNull();
    }

    @Test
    void aReleaseThatNeverComesIsWaitedForEverMoreSeldom() {
        hear(new CommitSignal.Joined(RELEASE));
        int looks = 0;
        while (due() != null) {
            whenDue();
            looks++;
        }

        assertThat(looks).isLessThan(20);
        assertThat(now).isAfter(NOON.plus(Duration.ofHours(1)));
        assertThat(commits.state(COMMIT)).get().extracting(CommitReports::told).isEqualTo(true);
    }

    /** Instances of one service may have clocks apart. */
    @Test
    void aClockThatIsBehindLooksAgainLaterNotAtOnce() {
        hear(new CommitSignal.Joined(RELEASE));
        CommitReports waiting = commits.state(COMMIT).orElseThrow().untoldSince(NOON);
        Instant behind = NOON.minus(Duration.ofHours(1));

        assertThat(behaviour.decide(waiting, new CommitSignal.Told(waiting, false), behind))
                .isEqualTo(Decision.become(waiting, behind.plusSeconds(1)));
    }

    private void hear(CommitSignal signal) {
        commits.handle(COMMIT, Incoming.command(signal, null));
    }

    private void request() {
        releases.handle(
                RELEASE,
                Incoming.command(
                        new Signal.Requested(Examples.request(Examples.plan(), "manual"), List.of(), List.of()), null));
    }

    private @Nullable Instant due() {
        return commitStore.load(COMMIT).orElseThrow().wakeAt();
    }

    private void whenDue() {
        now = Objects.requireNonNull(due());
        commits.work(COMMIT);
    }

    private <S, G> Aggregates<S, G> aggregates(Behaviour<S, G> of, InMemoryAggregateStore store) {
        return new Aggregates<>(
                "gate-service", "test", of, store, _ -> {}, clock.withZone(ZoneOffset.UTC), (_, _) -> {});
    }
}
