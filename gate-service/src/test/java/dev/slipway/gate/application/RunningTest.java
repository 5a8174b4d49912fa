package dev.slipway.gate.application;

import static dev.slipway.gate.domain.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Actor;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.Version;
import dev.slipway.gate.domain.Dossier;
import dev.slipway.gate.domain.Examples;
import dev.slipway.gate.domain.Phase;
import dev.slipway.gate.domain.Release;
import dev.slipway.gate.domain.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningTest {
    private final Release old = completed("v1.0.0", 0);
    private final Release current = completed("v1.1.0", 10);

    @Test
    void theNewestThatReachedProductionIsMeantWhereNobodySaysWhere() {
        Release waiting = inStage("v1.2.0", 20, 2, new Phase.Entry(NOON, List.of()));

        assertThat(Running.in(List.of(waiting, current, old), null)).contains("shop-v1.1.0");
    }

    @Test
    void oneThatIsOnItsWayThroughProductionIsMeantBeforeOneThatIsDone() {
        Release canary = inStage("v1.2.0", 20, 2, new Phase.OnCanary(NOON, 10, 0, NOON, null, List.of()));

        assertThat(Running.in(List.of(canary, current, old), "production")).contains("shop-v1.2.0");
    }

    @Test
    void anEnvironmentOfItsOwnIsLookedAtAlone() {
        Release waiting = inStage("v1.2.0", 20, 2, new Phase.Entry(NOON, List.of()));

        assertThat(Running.in(List.of(waiting, current, old), "staging")).contains("shop-v1.2.0");
        assertThat(Running.in(List.of(waiting, current, old), "qa")).isEmpty();
    }

    @Test
    void askingTwiceDoesNotTakeBackTheOneBefore() {
        Release back = new Release.RollingBack(
                dossier("v1.2.0", 20),
                "production",
                Examples.trigger(),
                NOON,
                ReleaseStopped.Outcome.ROLLED_BACK,
                null);

        assertThat(Running.in(List.of(back, current, old), null)).contains("shop-v1.2.0");
    }

    @Test
    void oneThatWasTakenBackRunsNowhere() {
        Release stopped = new Release.Stopped(
                dossier("v1.2.0", 20), NOON, ReleaseStopped.Outcome.ROLLED_BACK, "it was sick", null);

        assertThat(Running.in(List.of(stopped, current, old), "production")).contains("shop-v1.1.0");
    }

    /** Else a rollback to a mistyped version would be the last one that anybody can ask for. */
    @Test
    void oneWhoseRollbackFailedMayRunStill() {
        Release stopped = new Release.Stopped(
                dossier("v1.2.0", 20),
                NOON,
                ReleaseStopped.Outcome.FAILED,
                "rollback failed: version v9 has not run there",
                new Release.TakenBack("production", Examples.trigger(), NOON, NOON, List.of()));

        assertThat(Running.in(List.of(stopped, current, old), "production")).contains("shop-v1.2.0");
    }

    private static Release completed(String version, int minute) {
        return new Release.Completed(dossier(version, minute), NOON);
    }

    private static Release inStage(String version, int minute, int stage, Phase phase) {
        return new Release.InStage(dossier(version, minute), stage, NOON, phase, List.of());
    }

    /** Of a release that was asked for so many minutes past noon. */
    static Dossier dossier(String version, int minute) {
        Request example = Examples.request();
        Request request = new Request(
                example.application(),
                new Version(version),
                example.type(),
                example.commit(),
                example.plan(),
                Actor.person("erin"),
                NOON.plusSeconds(60L * minute),
                "manual",
                null);
        return new Dossier(request, Examples.ARTIFACTS, List.of(), List.of(), List.of());
    }
}
