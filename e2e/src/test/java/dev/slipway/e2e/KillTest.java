package dev.slipway.e2e;

import static dev.slipway.e2e.Agentaskit.isAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.cli.view.ReleaseView;
import dev.slipway.sandbox.node.ImageBehaviour;
import dev.slipway.standalone.DemoCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Releases that have the whole process killed under them, each at another moment: nobody could tell afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillTest {
    private static final List<String> QUICK = List.of(
            "--var",
            "soak=500ms",
            "--var",
            "canary-hold=1s",
            "--var",
            "canary-interval=500ms",
            "--var",
            "canary-min-samples=1");

    private Slipway slipway;
    private Agentaskit agentaskit;
    private String serving = "v1.2.0";
    private int patch;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        slipway = new Slipway(folder, QUICK);
        slipway.start();
        assertThat(slipway.stop()).as("how a process ends that is told to").isEqualTo(128 + 15);
        slipway.start();
        agentaskit = Agentaskit.install(slipway, folder, serving);
    }

    @AfterAll
    void stop() throws Exception {
        agentaskit.close();
        slipway.close();
    }

    /** Moments in a release's life, seen from outside. */
    static Stream<Arguments> moments() {
        return Stream.of(
                moment("the request was accepted", _ -> true),
                moment(
                        "staging deploys",
                        view -> isAt(view, "staging", "deploying") || isAt(view, "staging", "verifying")),
                moment("staging is verified", view -> isAt(view, "staging", "verifying")),
                moment("staging soaks", view -> passed(view, "e2e-tests") && passed(view, "load-tests")),
                moment("people are asked", view -> isAt(view, "production", "gates")),
                moment("the approval was given", view -> passed(view, "release-approval")),
                moment("the canary is deployed", view -> view.canary() != null),
                moment(
                        "the canary holds",
                        view -> view.canary() != null && view.canary().weight() == 10),
                moment(
                        "the canary was measured",
                        view -> view.canary() != null
                                && !view.canary().metrics().isEmpty()),
                moment(
                        "the hold ends",
                        view -> view.canary() != null
                                && view.canary().holdUntil() != null
                                && Instant.now().isAfter(view.canary().holdUntil())));
    }

    private static Arguments moment(String name, Predicate<ReleaseView> reached) {
        return argumentSet(name, reached);
    }

    private static boolean passed(ReleaseView view, String gate) {
        return view.stages().stream()
                .flatMap(stage -> stage.gates().stream())
                .anyMatch(one -> one.name().equals(gate) && one.status().equals("passed"));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aReleaseGoesOnWhereItWas(Predicate<ReleaseView> reached) throws Exception {
        String version = nextVersion();
        String id = agentaskit.request(ImageBehaviour.healthy(version));
        ReleaseView killed = agentaskit.follow(id, reached);

        slipway.kill();
        slipway.start();
        ReleaseView ended = agentaskit.follow(id, ReleaseView::ended);

        assertThat(killed.ended()).as("it was killed before its end").isFalse();
        assertThat(ended.status()).isEqualTo("completed");
        assertThat(counts(agentaskit.trail(id, "ReleaseCompleted")))
                .containsEntry("ReleaseRequested", 1)
                .containsEntry("ApprovalGiven", 1)
                .containsEntry("DeploymentStarted", 2)
                .containsEntry("DeploymentSucceeded", 3)
                .containsEntry("TrafficShifted", 1)
                .containsEntry("CanaryHealthy", 1)
                .containsEntry("ReleaseCompleted", 1)
                .doesNotContainKeys("RollbackTriggered", "DeploymentFailed", "GateFailed");
        assertThat(agentaskit.rollouts(version))
                .as("each component was deployed once")
                .isEqualTo(DemoCluster.COMPONENTS.stream().collect(Collectors.toMap(name -> name, _ -> 1)));
        assertThat(agentaskit.running()).containsExactly(version);
        serving = version;
    }

    @Test
    void aRollbackThatWasDecidedIsMade() throws Exception {
        String id = agentaskit.request(bad());
        agentaskit.follow(id, view -> view.rollback() != null);

        killAndJudge(id);
    }

    @Test
    void aRollbackThatIsHalfMadeIsFinished() throws Exception {
        String id = agentaskit.request(bad());
        agentaskit.follow(id, view -> view.canary() != null);
        agentaskit.awaitPartlyBack();

        killAndJudge(id);
    }

    /** Staging's health check asks until it is answered well; what production's users ask of a canary is far more. */
    private ImageBehaviour bad() {
        return ImageBehaviour.healthy(nextVersion()).withErrorRate(0.4);
    }

    private void killAndJudge(String id) throws Exception {
        slipway.kill();
        Instant killed = Instant.now();
        slipway.start();
        ReleaseView ended = agentaskit.follow(id, ReleaseView::ended);

        assertThat(ended.outcome()).isEqualTo("rolled-back");
        Map<String, List<Instant>> trail = agentaskit.trail(id, "ReleaseStopped");
        assertThat(counts(trail))
                .containsEntry("RollbackTriggered", 1)
                .containsEntry("RollbackCompleted", 1)
                .containsEntry("ReleaseStopped", 1)
                .containsEntry("DeploymentStarted", 2)
                .containsEntry("TrafficShifted", 1)
                .doesNotContainKeys("RollbackFailed", "CanaryHealthy", "ReleaseCompleted");
        assertThat(trail.get("RollbackTriggered")).allMatch(killed::isAfter);
        assertThat(trail.get("RollbackCompleted"))
                .as("it was killed in between")
                .allMatch(killed::isBefore);
        assertThat(agentaskit.running()).containsExactly(serving);
        assertThat(agentaskit.canaryWeights()).containsOnly(0);
        assertThat(Objects.requireNonNull(ended.rollback()).components())
                .allMatch(
                        component -> component.healthy() && component.version().equals(serving))
                .hasSize(DemoCluster.COMPONENTS.size());
    }

    private String nextVersion() {
        return "v1.2." + ++patch;
    }

    private static Map<String, Integer> counts(Map<String, List<Instant>> trail) {
        return trail.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, event -> event.getValue().size()));
    }
}
