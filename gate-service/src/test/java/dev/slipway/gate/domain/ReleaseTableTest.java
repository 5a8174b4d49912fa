package dev.slipway.gate.domain;

import static dev.slipway.gate.domain.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.decision.Decision;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state with every signal: {@code release-table.txt} says what comes of it, an hour after noon. */
class ReleaseTableTest {
    private static final ReleasePolicy POLICY = new ReleasePolicy(Examples.CONDITIONS);

    private static Map<String, Release> states() {
        Map<String, Release> states = new LinkedHashMap<>();
        states.put("unknown", new Release.Unknown("shop-v1.2.3"));
        states.put(
                "awaiting-artifacts",
                new Release.AwaitingArtifacts(Examples.request(), List.of(Examples.WEB), List.of()));
        states.put("checks/entry", Examples.checks());
        states.put("production/entry", Examples.production(new Phase.Entry(NOON, List.of())));
        states.put("staging/deploying", Examples.staging(new Phase.Deploying(NOON)));
        states.put("staging/verifying", Examples.staging(new Phase.Verifying(NOON, true, List.of())));
        states.put("production/deploying", Examples.production(new Phase.Deploying(NOON)));
        states.put("production/on-canary", Examples.production(new Phase.OnCanary(NOON, 10, 0, NOON, null, List.of())));
        states.put("production/verifying", Examples.production(new Phase.Verifying(NOON, false, List.of())));
        states.put(
                "rolling-back",
                new Release.RollingBack(
                        Examples.dossier(),
                        "production",
                        Examples.trigger(),
                        NOON,
                        ReleaseStopped.Outcome.ROLLED_BACK,
                        null));
        states.put("completed", new Release.Completed(Examples.dossier(), NOON));
        states.put(
                "stopped",
                new Release.Stopped(Examples.dossier(), NOON, ReleaseStopped.Outcome.ABORTED, "aborted by erin", null));
        return states;
    }

    /** Those of a stage are of production; staging's states show what one of another stage means. */
    private static Map<String, Signal> signals() {
        Map<String, Signal> signals = new LinkedHashMap<>();
        signals.put("requested", new Signal.Requested(Examples.request(), Examples.ARTIFACTS, List.of()));
        signals.put(
                "requested-by-tag",
                new Signal.Requested(
                        Examples.request(Examples.request().plan(), "tag"), Examples.ARTIFACTS, List.of()));
        signals.put("artifacts-known", new Signal.ArtifactsKnown(Examples.COMMIT, List.of(Examples.CART)));
        signals.put("artifacts-of-another-commit", new Signal.ArtifactsKnown("badbad1", Examples.ARTIFACTS));
        signals.put("evidence", new Signal.EvidenceArrived(Examples.tests(0, NOON.plusSeconds(5))));
        signals.put("approved", Examples.approves("rita", "RELEASE_APPROVER"));
        signals.put("abort-asked", new Signal.AbortAsked("erin", "wrong branch"));
        signals.put("rollback-asked", new Signal.RollbackAsked("erin", null, null, "customers complain"));
        signals.put("deployed-canary", new Signal.Deployed("production", Scope.CANARY));
        signals.put("deployed-full", new Signal.Deployed("production", Scope.FULL));
        signals.put(
                "deployment-broke",
                new Signal.DeploymentBroke("production", "production", DeploymentFailed.Cause.CRASH_LOOP.label()));
        signals.put("shifted", new Signal.Shifted("production", 1, 50));
        signals.put("measured", new Signal.Measured("production", List.of(Examples.METRIC)));
        signals.put("paused", new Signal.Paused("production", "person: let me look"));
        signals.put("resumed", new Signal.Resumed("production"));
        signals.put("watched-well", new Signal.WatchedWell("production"));
        signals.put("rollback-began", new Signal.RollbackBegan("production", Examples.trigger()));
        signals.put("rolled-back", new Signal.RolledBack("production", List.of(Examples.running("web", "v1.2.2"))));
        signals.put("rollback-broke", new Signal.RollbackBroke("production", "no node is ready", List.of()));
        signals.put("time-reached", new Signal.TimeReached(List.of()));
        return signals;
    }

    private static Stream<Arguments> rows() throws IOException {
        return table().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s*\\|\\s*", -1))
                .map(row -> Arguments.of(row[0], row[1], row[2]));
    }

    private static String table() throws IOException {
        try (InputStream table =
                Objects.requireNonNull(ReleaseTableTest.class.getResourceAsStream("/release-table.txt"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest(name = "{0} + {1} → {2}")
    @MethodSource("rows")
    void aRow(String state, String signal, String expected) {
        Decision<Release> decision = POLICY.decide(
                Objects.requireNonNull(states().get(state), state),
                Objects.requireNonNull(signals().get(signal), signal),
                NOON.plusSeconds(3600));

        assertThat(shown(decision)).isEqualTo(expected);
    }

    @Test
    void noRowIsMissing() throws IOException {
        List<String> all = new ArrayList<>();
        states().keySet().forEach(state -> signals().keySet().forEach(signal -> all.add(state + " + " + signal)));

        assertThat(rows().map(row -> row.get()[0] + " + " + row.get()[1])).containsExactlyElementsOf(all);
        assertThat(signals().values().stream().map(Signal::getClass)).contains(signalTypes());
        assertThat(states().values().stream().map(Release::getClass)).contains(stateTypes());
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Signal>[] signalTypes() {
        return (Class<? extends Signal>[]) Signal.class.getPermittedSubclasses();
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Release>[] stateTypes() {
        return (Class<? extends Release>[]) Release.class.getPermittedSubclasses();
    }

    private static String shown(Decision<Release> decision) {
        return switch (decision) {
            case Decision.Ignore<Release> _ -> "ignored";
            case Decision.Early<Release> _ -> "early";
            case Decision.Refuse<Release>(var refusal, var said) ->
                "refused: " + refusal.code() + (said.isEmpty() ? "" : ", said");
            case Decision.Become<Release> become ->
                name(become.state())
                        + become.said().stream()
                                .map(said -> said.event().getClass().getSimpleName())
                                .collect(Collectors.joining(" ", " ", ""))
                                .stripTrailing();
        };
    }

    private static String name(Release release) {
        return switch (release) {
            case Release.Unknown _ -> "unknown";
            case Release.AwaitingArtifacts _ -> "awaiting-artifacts";
            case Release.InStage at ->
                at.plan().name()
                        + switch (at.phase()) {
                            case Phase.Entry _ -> "/entry";
                            case Phase.Deploying _ -> "/deploying";
                            case Phase.OnCanary _ -> "/on-canary";
                            case Phase.Verifying _ -> "/verifying";
                        };
            case Release.RollingBack _ -> "rolling-back";
            case Release.Completed _ -> "completed";
            case Release.Stopped _ -> "stopped";
        };
    }
}
