package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.deploy.domain.Examples;
import dev.slipway.deploy.domain.Request;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.events.TrafficShifted;
import dev.slipway.sandbox.api.Faults;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The service with a real broker, a real store and a cluster: events in, events and a changed cluster out. */
class DeployServiceTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // before each test
    private World world;

    @SuppressWarnings("NullAway.Init") // before each test
    private ConfigurableApplicationContext service;

    @BeforeEach
    void start() throws IOException {
        world = new World(folder);
        service = world.service();
    }

    @AfterEach
    void stop() {
        service.close();
        world.close();
    }

    @Test
    void aReleaseGoesFromStagingThroughACanaryToProductionAndBackWhenAskedTo() throws Exception {
        Request release = request("v1.2.3", UnaryOperator.identity());
        enter(release, "staging");
        DeploymentSucceeded staging = world.await("v1.2.3", DeploymentSucceeded.class, 1);
        assertThat(staging.scope()).isEqualTo(Scope.FULL);
        assertThat(versions(staging.components())).containsExactly("web v1.2.3", "cart v1.2.3", "worker v1.2.3");

        toProduction(release);

        assertThat(types("v1.2.3"))
                .containsExactly(
                        DeploymentStarted.class,
                        DeploymentSucceeded.class,
                        DeploymentStarted.class,
                        DeploymentSucceeded.class,
                        TrafficShifted.class,
                        TrafficShifted.class,
                        DeploymentSucceeded.class);
        assertThat(world.canaryWeights("web")).isEmpty();
        assertThat(get("/v1/environments"))
                .contains("\"version\":\"v1.2.3\"")
                .contains("\"previous\":[{\"version\":\"v1.2.2\"");

        world.say("v1.2.3", null, new ReleaseCompleted(Duration.ofMinutes(1)));
        world.say("v1.2.3", "production", rollback(RollbackTriggered.Cause.PERSON, "v1.2.2"));

        RollbackCompleted back = world.await("v1.2.3", RollbackCompleted.class, 1);
        assertThat(versions(back.components())).containsExactly("worker v1.2.2", "cart v1.2.2", "web v1.2.2");
        assertThat(world.image("shop-production", "web")).isEqualTo(Examples.repository("web") + ":v1.2.2");
    }

    @Test
    void aVersionThatNeverRanThereIsRefusedWithTheOnesThatDid() {
        Request release = request("v1.2.3", UnaryOperator.identity());
        toProduction(release);

        world.say("v1.2.3", "production", rollback(RollbackTriggered.Cause.PERSON, "v0.9.0"));

        RollbackFailed failed = world.await("v1.2.3", RollbackFailed.class, 1);
        assertThat(failed.detail()).contains("v0.9.0").contains("[v1.2.3, v1.2.2]");
        assertThat(versions(failed.components())).containsExactly("worker v1.2.3", "cart v1.2.3", "web v1.2.3");
    }

    @Test
    void aBreachTakesAllTrafficBackAndEndsPromotionForEver() {
        Request release = request("v1.2.4", UnaryOperator.identity());
        enter(release, "production");
        world.await("v1.2.4", DeploymentSucceeded.class, 1);
        shift("v1.2.4", 0, 50);
        assertThat(world.canaryWeights("web")).containsExactly(50, 50);

        world.say("v1.2.4", "production", rollback(RollbackTriggered.Cause.METRIC, null));
        world.say("v1.2.4", "production", new CanaryHealthy("production", 3));
        world.say("v1.2.4", "production", new TrafficShiftRequested("production", 1, 100));

        RollbackCompleted back = world.await("v1.2.4", RollbackCompleted.class, 1);
        assertThat(versions(back.components())).containsExactly("worker v1.2.2", "cart v1.2.2", "web v1.2.2");
        world.say("v1.2.4", null, new ReleaseStopped(ReleaseStopped.Outcome.ROLLED_BACK, "it was sick"));
        toProduction(request("v1.2.5", UnaryOperator.identity())); // whatever was heard before is decided by now
        assertThat(types("v1.2.4"))
                .containsExactly(
                        DeploymentStarted.class,
                        DeploymentSucceeded.class,
                        TrafficShifted.class,
                        RollbackCompleted.class);
    }

    @Test
    void aComponentThatIsGoneDoesNotKeepTheOthersOnTheBadVersion() {
        enter(request("v1.2.4", UnaryOperator.identity()), "production");
        world.await("v1.2.4", DeploymentSucceeded.class, 1);
        shift("v1.2.4", 0, 50);
        world.say("v1.2.4", "production", new CanaryHealthy("production", 1));
        world.await("v1.2.4", DeploymentSucceeded.class, 2);
        world.cluster
                .client()
                .apps()
                .deployments()
                .inNamespace("shop-production")
                .withName("cart")
                .delete();

        world.say("v1.2.4", "production", rollback(RollbackTriggered.Cause.PERSON, null));

        RollbackFailed failed = world.await("v1.2.4", RollbackFailed.class, 1);
        assertThat(failed.detail()).contains("cart").contains("create it");
        assertThat(versions(failed.components())).containsExactly("worker v1.2.2", "web v1.2.2");
        assertThat(world.image("shop-production", "web")).endsWith(":v1.2.2");
        assertThat(world.image("shop-production", "worker")).endsWith(":v1.2.2");
    }

    @Test
    void aRollbackThatComesWhileTheClusterHangsInAShiftStillEndsAtZero() {
        Request release = request("v1.2.4", UnaryOperator.identity());
        enter(release, "production");
        world.await("v1.2.4", DeploymentSucceeded.class, 1);
        world.cluster
                .faults()
                .plan(
                        Faults.Kind.DO_NOT_ANSWER,
                        2,
                        (method, path) -> method.equals("PATCH") && path.contains("httproutes"));

        world.say("v1.2.4", "production", new TrafficShiftRequested("production", 0, 50));
        await().atMost(World.SOON).until(() -> !world.canaryWeights("web").equals(List.of(0, 0)));
        world.say("v1.2.4", "production", rollback(RollbackTriggered.Cause.METRIC, null));

        world.await("v1.2.4", RollbackCompleted.class, 1);
        assertThat(world.canaryWeights("web")).isEmpty();
        assertThat(world.canaryWeights("cart")).isEmpty();
    }

    @Test
    void anotherInstanceGoesOnWhereOneWasStoppedInTheMiddle() {
        Request release = request("v1.2.3", UnaryOperator.identity());
        enter(release, "production");
        world.await("v1.2.3", DeploymentSucceeded.class, 1);
        world.cluster
                .faults()
                .plan(
                        Faults.Kind.HANG,
                        100,
                        (method, path) -> method.equals("PATCH") && path.contains("httproutes/cart"));
        world.say("v1.2.3", "production", new TrafficShiftRequested("production", 0, 10));
        await().atMost(World.SOON).until(() -> world.canaryWeights("web").equals(List.of(10, 10)));

        service.close();
        world.cluster.faults().clear();
        service = world.service();

        TrafficShifted shifted = world.await("v1.2.3", TrafficShifted.class, 1);
        assertThat(shifted).isEqualTo(new TrafficShifted("production", 0, 10, List.of("web", "cart")));
        assertThat(world.canaryWeights("cart")).containsExactly(10, 10);
    }

    @Test
    void whatIsHeardTwiceIsDoneOnceAndWhatComesTooEarlyWaits() {
        Request release = request("v1.2.3", UnaryOperator.identity(), false);
        EventEnvelope passed = world.say("v1.2.3", "staging", passed(release, "staging"));
        EventEnvelope requested = world.say("v1.2.3", null, requested(release));
        world.say(passed);
        world.say(requested);
        world.say(passed);

        world.await("v1.2.3", DeploymentSucceeded.class, 1);
        toProduction(request("v1.2.4", UnaryOperator.identity())); // the other one's repetitions are heard by then

        assertThat(types("v1.2.3")).containsExactly(DeploymentStarted.class, DeploymentSucceeded.class);
    }

    @Test
    void aCrashLoopFailsTheDeploymentAndIsTakenBack() {
        Request release = request("v1.2.4", ImageBehaviour::withCrashLoop);
        enter(release, "staging");

        DeploymentFailed failed = world.await("v1.2.4", DeploymentFailed.class, 1);
        assertThat(failed.cause()).isEqualTo(DeploymentFailed.Cause.CRASH_LOOP);
        assertThat(failed.detail()).contains("CrashLoopBackOff");

        world.say(
                "v1.2.4",
                "staging",
                new RollbackTriggered(
                        "staging",
                        RollbackTriggered.Cause.DEPLOYMENT_FAILED,
                        failed.detail(),
                        null,
                        null,
                        Instant.now()));

        RollbackCompleted back = world.await("v1.2.4", RollbackCompleted.class, 1);
        assertThat(versions(back.components())).containsExactly("worker v1.2.2", "cart v1.2.2", "web v1.2.2");
    }

    @Test
    void aSecondReleaseWaitsUntilTheFirstHasEnded() {
        Request first = request("v1.2.3", UnaryOperator.identity());
        enter(first, "staging");
        world.await("v1.2.3", DeploymentSucceeded.class, 1);
        Request second = request("v1.2.4", UnaryOperator.identity());
        enter(second, "staging");
        toProduction(first); // the second one's gate was heard before the end of this
        assertThat(types("v1.2.4")).isEmpty();

        world.say("v1.2.3", null, new ReleaseCompleted(Duration.ofSeconds(1)));

        DeploymentStarted started = world.await("v1.2.4", DeploymentStarted.class, 1);
        assertThat(versions(started.previous())).containsExactly("web v1.2.3", "cart v1.2.3", "worker v1.2.3");
    }

    @Test
    void nothingIsAnsweredWithoutACredential() throws Exception {
        HttpResponse<String> refused = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url("/v1/environments")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(get("/actuator/health")).contains("\"kubernetes\"").contains("apiServer");
    }

    private void toProduction(Request release) {
        long before = world.of(release.version(), DeploymentSucceeded.class).count();
        enter(release, "production");
        world.await(release.version(), DeploymentSucceeded.class, (int) before + 1);
        shift(release.version(), 0, 10);
        shift(release.version(), 1, 50);
        world.say(release.version(), "production", new CanaryHealthy("production", 3));
        DeploymentSucceeded full = world.await(release.version(), DeploymentSucceeded.class, (int) before + 2);
        assertThat(full.scope()).isEqualTo(Scope.FULL);
    }

    private void shift(String version, int step, int weight) {
        long before = world.of(version, TrafficShifted.class).count();
        world.say(version, "production", new TrafficShiftRequested("production", step, weight));
        assertThat(world.await(version, TrafficShifted.class, (int) before + 1))
                .isEqualTo(new TrafficShifted("production", step, weight, List.of("web", "cart")));
    }

    private Request request(String version, UnaryOperator<ImageBehaviour> behaviour) {
        return request(version, behaviour, true);
    }

    private Request request(String version, UnaryOperator<ImageBehaviour> behaviour, boolean say) {
        Request request = Examples.request(
                version, component -> world.push(component, behaviour.apply(ImageBehaviour.healthy(version))));
        if (say) {
            world.say(version, null, requested(request));
        }
        return request;
    }

    private static ReleaseRequested requested(Request request) {
        return new ReleaseRequested(ReleaseType.PATCH, "c0ffee", request.artifacts(), request.plan(), "manual", null);
    }

    private void enter(Request request, String stage) {
        world.say(request.version(), stage, passed(request, stage));
    }

    private static GatePassed passed(Request request, String stage) {
        return new GatePassed(
                GatePhase.ENTRY,
                stage,
                List.of(),
                request.artifacts(),
                request.plan().pipelineRevision());
    }

    private static RollbackTriggered rollback(RollbackTriggered.Cause cause, @Nullable String to) {
        return new RollbackTriggered("production", cause, "the test says so", null, to, Instant.now());
    }

    private List<Class<? extends Event>> types(String version) {
        return world.heard(version).stream()
                .<Class<? extends Event>>map(envelope -> envelope.event().getClass())
                .toList();
    }

    private static List<String> versions(List<ComponentState> components) {
        return components.stream()
                .map(state -> state.component() + " " + state.version())
                .toList();
    }

    private String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url(path))
                                .header("Authorization", "Bearer " + World.TOKEN)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
    }
}
