package dev.slipway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ApprovalRequested;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.CanaryResumed;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.Event;
import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePassed;
import dev.slipway.events.MetricResult;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.WatchPassed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Whole releases, with the test in place of CI, of people and of the other services. Every event is said twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateServiceTest {
    private static final String DEPLOY = "deploy-service";
    private static final String CANARY = "canary-service";

    @SuppressWarnings("NullAway.Init") // before all tests
    private World world;

    @SuppressWarnings("NullAway.Init") // before all tests
    private ConfigurableApplicationContext service;

    @SuppressWarnings("NullAway.Init") // before all tests
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        world = new World(folder);
        service = world.service();
        api = world.api(service);
        assertThat(api.put("ops", "/v1/pipelines", pipeline(), Map.of()).status())
                .isEqualTo(200);
    }

    @AfterAll
    void stop() {
        service.close();
        world.close();
    }

    @Test
    void aReleaseGoesFromItsRequestThroughACanaryToItsCompletion() {
        String version = "v1.2.3";
        evidence("a123456", 412, 0); // before anybody has asked for the release
        request(version, "a123456");
        assertThat(status(version)).isEqualTo("in-progress");

        deployed(version, "staging", Scope.FULL);
        world.await(version, ApprovalRequested.class, 1);
        assertThat(approve("rita", version).status()).isEqualTo(200);
        canary(version);
        world.say(CANARY, version, "production", new WatchPassed("production", 4));
        deployed(version, "production", Scope.FULL);

        world.await(version, ReleaseCompleted.class, 1);
        assertThat(types(version))
                .containsExactly(
                        ReleaseRequested.class,
                        EvidenceRecorded.class,
                        GatePassed.class, // checks
                        GatePassed.class, // staging, entry
                        GatePassed.class, // staging, soaked
                        ApprovalRequested.class,
                        ApprovalGiven.class,
                        GatePassed.class, // production, entry
                        GatePassed.class, // production, watched
                        ReleaseCompleted.class);
        assertThat(status(version)).isEqualTo("completed");

        Api.Answer back = rollBack("{\"to\": \"v1.2.1\", \"reason\": \"customers complain\"}");
        assertThat(back.status()).as(back.body()).isEqualTo(202);
        assertThat(back.text("id")).isEqualTo(World.release(version));
        assertThat(world.await(version, RollbackTriggered.class, 1).to()).isEqualTo("v1.2.1");
        assertThat(rollBack("{\"reason\": \"twice\"}").text("code")).isEqualTo("rolling-back");
        takenBack(version, "production");
        world.await(version, ReleaseStopped.class, 1);
        assertThat(view(version).path("rollback").path("to").asString("")).isEqualTo("v1.2.1");
    }

    @Test
    void aBreachThatCanaryServiceSawEndsTheRelease() {
        String version = "v1.2.7";
        evidence("e123456", 10, 0);
        request(version, "e123456");
        deployed(version, "staging", Scope.FULL);
        world.await(version, ApprovalRequested.class, 1);
        approve("rita", version);
        deployed(version, "production", Scope.CANARY);
        takenBack(version, "production"); // topics are not ordered among each other: this one is too early
        world.say(
                CANARY,
                version,
                "production",
                new RollbackTriggered(
                        "production",
                        RollbackTriggered.Cause.METRIC,
                        "error-rate is 0.05, max 0.01",
                        METRIC,
                        null,
                        Instant.EPOCH));

        assertThat(world.await(version, ReleaseStopped.class, 1))
                .isEqualTo(
                        new ReleaseStopped(ReleaseStopped.Outcome.ROLLED_BACK, "metric: error-rate is 0.05, max 0.01"));
        assertThat(world.of(version, RollbackTriggered.class)).isEmpty(); // canary-service has said it
    }

    private Api.Answer rollBack(String body) {
        return api.post("erin", "/v1/applications/shop/rollback", body);
    }

    private void canary(String version) {
        deployed(version, "production", Scope.CANARY);
        world.say(DEPLOY, version, "production", new TrafficShifted("production", 0, 10, List.of("web")));
        world.say(
                CANARY,
                version,
                "production",
                new CanaryMeasured("production", 0, 10, Instant.EPOCH, Instant.EPOCH.plusSeconds(10), List.of(METRIC)));
        world.say(
                CANARY,
                version,
                "production",
                new CanaryPaused("production", 0, 10, CanaryPaused.Cause.PERSON, "let me look"));
        await().atMost(World.SOON)
                .untilAsserted(() -> assertThat(
                                view(version).path("canary").path("paused").asString(""))
                        .isEqualTo("person: let me look"));
        world.say(CANARY, version, "production", new CanaryResumed("production", 0, "erin", null));
        world.say(DEPLOY, version, "production", new TrafficShifted("production", 1, 50, List.of("web")));
        await().atMost(World.SOON)
                .untilAsserted(() -> assertThat(
                                view(version).path("canary").path("weight").asInt(0))
                        .isEqualTo(50));
    }

    private static final MetricResult METRIC =
            new MetricResult("error-rate", "web", 0.001, 0.001, "max 0.01", 400, MetricResult.Verdict.HEALTHY);

    @Test
    void aDeploymentThatFailsIsTakenBackAndTheReleaseStops() {
        String version = "v1.2.4";
        request(version, "b123456");
        evidence("b123456", 10, 0);
        world.await(version, GatePassed.class, 2);
        world.say(
                DEPLOY,
                version,
                "staging",
                new DeploymentFailed(
                        "staging", Scope.FULL, DeploymentFailed.Cause.CRASH_LOOP, "web", "exit code 1, 5 times"));

        RollbackTriggered trigger = world.await(version, RollbackTriggered.class, 1);
        assertThat(trigger.cause()).isEqualTo(RollbackTriggered.Cause.DEPLOYMENT_FAILED);
        assertThat(trigger.detail()).isEqualTo("web: crash-loop, exit code 1, 5 times");
        takenBack(version, "staging");
        assertThat(world.await(version, ReleaseStopped.class, 1).outcome())
                .isEqualTo(ReleaseStopped.Outcome.ROLLED_BACK);
        assertThat(view(version).path("rollback").path("cause").asString("")).isEqualTo("deployment-failed");
    }

    @Test
    void aGateThatFailedOpensAgainWithBetterEvidenceAndItsFailureIsSaidOnce() {
        String version = "v1.2.5";
        evidence("c123456", 10, 1);
        request(version, "c123456");
        GateFailed failed = world.await(version, GateFailed.class, 1);
        assertThat(failed.cause()).isEqualTo(GateFailed.Cause.CONDITION);
        assertThat(failed.detail()).contains("tests.failed");

        evidence("c123456", 10, 0);

        world.await(version, GatePassed.class, 1);
        assertThat(world.of(version, GateFailed.class)).hasSize(1);
    }

    @Test
    void aRestartInTheMiddleOfASoakGoesOnWithIt() {
        String version = "v1.2.6";
        request(version, "d123456");
        evidence("d123456", 10, 0);
        world.await(version, GatePassed.class, 2);
        deployed(version, "staging", Scope.FULL);
        await().atMost(World.SOON)
                .until(() -> !view(version)
                        .path("stages")
                        .path(1)
                        .path("status")
                        .asString("")
                        .equals("deploying"));
        service.close();
        service = world.service(""); // this one is not told of GitHub
        api = world.api(service);

        world.await(version, ApprovalRequested.class, 1);
        assertThat(stage(version)).isEqualTo("production");
        Api.Answer closed = api.send(
                null,
                "POST",
                "/v1/webhooks/github?application=shop",
                "{}",
                Map.of("Content-Type", "application/json", "X-Hub-Signature-256", "sha256="));
        assertThat(closed.status()).isEqualTo(401);
        assertThat(closed.text("code")).isEqualTo("webhook-closed");
    }

    private void request(String version, String commit) {
        Api.Answer answer = api.post("erin", "/v1/releases", requestBody(version, commit));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    static String requestBody(String version, String commit) {
        return """
                {"application": "shop", "version": "%s", "commit": "%s", "artifacts": [
                   {"component": "web", "reference": "registry.example/shop/web:%s", "digest": "sha256:%s"},
                   {"component": "cart", "reference": "registry.example/shop/cart:%s", "digest": "sha256:%s"}]}
                """.formatted(version, commit, version, "a".repeat(64), version, "b".repeat(64));
    }

    private void evidence(String commit, int tests, int failures) {
        Api.Answer answer = api.put(
                "ci",
                "/v1/applications/shop/commits/" + commit + "/evidence/tests",
                "<testsuite name=\"all\" tests=\"" + tests + "\" failures=\"" + failures + "\" errors=\"0\"/>",
                Map.of("Content-Type", "application/xml"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private Api.Answer approve(String person, String version) {
        return api.post(person, "/v1/releases/" + World.release(version) + "/approvals", "{\"verdict\": \"approve\"}");
    }

    private void deployed(String version, String environment, Scope scope) {
        world.say(
                DEPLOY,
                version,
                environment,
                new DeploymentSucceeded(environment, scope, List.of(state("web", version)), Duration.ofSeconds(1), 1L));
    }

    private void takenBack(String version, String environment) {
        world.say(
                DEPLOY,
                version,
                environment,
                new RollbackCompleted(environment, List.of(state("web", "v1.2.2")), Duration.ofSeconds(1), 1L));
    }

    private static ComponentState state(String component, String version) {
        return new ComponentState(component, version, "registry.example/shop/" + component, true, null);
    }

    private tools.jackson.databind.JsonNode view(String version) {
        return api.get("audrey", "/v1/releases/" + World.release(version)).json();
    }

    private String status(String version) {
        return view(version).path("status").asString("");
    }

    private String stage(String version) {
        return view(version).path("stage").asString("");
    }

    private List<Class<? extends Event>> types(String version) {
        return world.heard(version).stream()
                .<Class<? extends Event>>map(envelope -> envelope.event().getClass())
                .toList();
    }

    static String pipeline() throws IOException {
        try (var file = Objects.requireNonNull(GateServiceTest.class.getResourceAsStream("/pipelines/shop.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
