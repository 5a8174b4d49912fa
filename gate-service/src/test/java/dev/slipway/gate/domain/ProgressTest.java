package dev.slipway.gate.domain;

import static dev.slipway.gate.domain.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.events.ReleaseStopped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProgressTest {
    private static final Duration TWO_COMPONENTS = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofMinutes(5);

    /** By when each has to move on; null where people, CI or time move it. */
    static Stream<Arguments> states() {
        Duration rollout = TWO_COMPONENTS.plus(GRACE);
        return Stream.of(
                argumentSet("unknown", new Release.Unknown("shop-v1.0.0"), null),
                argumentSet(
                        "waits for CI", new Release.AwaitingArtifacts(Examples.request(), List.of(), List.of()), null),
                argumentSet("waits for people", Examples.production(new Phase.Entry(NOON, List.of())), null),
                argumentSet("soaks", Examples.staging(new Phase.Verifying(NOON, true, List.of())), null),
                argumentSet("deploys", Examples.staging(new Phase.Deploying(NOON)), NOON.plus(rollout)),
                argumentSet(
                        "waits for its canary's first weight",
                        Examples.production(new Phase.OnCanary(NOON, 0, 0, null, null, List.of())),
                        NOON.plus(rollout)),
                argumentSet(
                        "holds a canary",
                        Examples.production(new Phase.OnCanary(NOON, 10, 0, NOON, null, List.of())),
                        NOON.plus(Duration.ofMinutes(30)).plus(rollout)),
                argumentSet(
                        "holds a paused canary",
                        Examples.production(new Phase.OnCanary(NOON, 10, 0, NOON, "ada looks", List.of())),
                        null),
                argumentSet(
                        "is taken back",
                        new Release.RollingBack(
                                Examples.dossier(),
                                "production",
                                Examples.trigger(),
                                NOON,
                                ReleaseStopped.Outcome.ROLLED_BACK,
                                null),
                        NOON.plus(rollout)),
                argumentSet("completed", new Release.Completed(Examples.dossier(), NOON), null));
    }

    @ParameterizedTest
    @MethodSource("states")
    void itIsStuckFromThenOn(Release release, @Nullable Instant dueBy) {
        assertThat(Progress.dueBy(release)).isEqualTo(Optional.ofNullable(dueBy));
        if (dueBy == null) {
            assertThat(Progress.isStuck(release, NOON.plus(Duration.ofDays(30))))
                    .isFalse();
        } else {
            assertThat(Progress.isStuck(release, dueBy)).isFalse();
            assertThat(Progress.isStuck(release, dueBy.plusMillis(1))).isTrue();
        }
    }

    @Test
    void whoWaitsForTheEnvironmentIsHeldUpByTheOneThatHasIt() {
        Release.InStage waits = at(NOON, new Phase.Deploying(NOON));
        Release.InStage soaks = at(NOON.minusSeconds(60), new Phase.Verifying(NOON, true, List.of()));
        Release.InStage asks = at(NOON.minusSeconds(60), new Phase.Entry(NOON, List.of()));

        assertThat(Progress.holdsUp(soaks, waits)).isTrue();
        assertThat(Progress.holdsUp(waits, soaks)).isFalse();
        assertThat(Progress.holdsUp(asks, waits)).as("it has nothing there yet").isFalse();
        assertThat(Progress.holdsUp(Examples.production(new Phase.Verifying(NOON, true, List.of())), waits))
                .as("another environment")
                .isFalse();
        assertThat(Progress.holdsUp(waits, waits)).isFalse();
    }

    private static Release.InStage at(Instant startedAt, Phase phase) {
        Release.InStage staging = Examples.staging(phase);
        return new Release.InStage(staging.dossier(), staging.stage(), startedAt, phase, staging.gates());
    }
}
