package dev.slipway.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.CanaryResumed;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.MetricResult.Verdict;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.WatchPassed;
import dev.slipway.events.WatchPlan;
import dev.slipway.sandbox.node.ImageBehaviour;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class CanaryServiceTest {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final AnalysisPlan ANALYSIS = Plans.analysis(INTERVAL, 2, 0, 3);

    private static World world;
    private static ConfigurableApplicationContext service;
    private static List<Carts> carts;
    private static final AtomicBoolean asking = new AtomicBoolean(true);
    private static final ExecutorService users = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        world = new World(folder);
        Carts good = new Carts(world.cluster, "shop-good");
        good.run("cart", 1, ImageBehaviour.healthy("v1.2.2"));
        good.run("cart-canary", 1, ImageBehaviour.healthy("v1.2.3"));
        Carts bad = new Carts(world.cluster, "shop-bad");
        bad.run("cart", 1, ImageBehaviour.healthy("v1.2.2"));
        bad.run("cart-canary", 1, ImageBehaviour.healthy("v1.2.4").withErrorRate(0.5));
        Carts idle = new Carts(world.cluster, "shop-idle");
        idle.run("cart", 1, ImageBehaviour.healthy("v1.2.2"));
        idle.run("cart-canary", 1, ImageBehaviour.healthy("v1.2.3"));
        carts = List.of(good, bad, idle);
        for (Carts asked : List.of(good, bad)) {
            for (String deployment : List.of("cart", "cart-canary")) {
                var pod = asked.ready(deployment).getFirst();
                users.submit(() -> {
                    while (asking.get()) {
                        asked.ask(pod, 1);
                    }
                });
            }
        }
        service = world.service();
    }

    @AfterAll
    static void stop() {
        asking.set(false);
        users.close();
        carts.forEach(Carts::close);
        service.close();
        world.close();
    }

    @Test
    void aHealthyVersionIsGivenEveryStepAndWatched() {
        WatchPlan watch = new WatchPlan(Duration.ofSeconds(1), ANALYSIS);
        request(
                "v1.0.0",
                Plans.plan(Plans.canary(
                        "good",
                        ANALYSIS,
                        watch,
                        Plans.step(10, Duration.ofSeconds(1)),
                        Plans.step(50, Duration.ZERO))));
        deployed("v1.0.0", "good", Scope.CANARY);
        shift("v1.0.0", "good", 0, 10);
        shift("v1.0.0", "good", 1, 50);

        CanaryHealthy healthy = world.await("v1.0.0", CanaryHealthy.class, 1);
        assertThat(healthy.measurements()).isPositive();
        assertThat(world.of("v1.0.0", CanaryMeasured.class))
                .isNotEmpty()
                .allSatisfy(measured -> assertThat(measured.results())
                        .extracting(result -> result.component())
                        .containsOnly("cart"));

        deployed("v1.0.0", "good", Scope.FULL);
        assertThat(world.await("v1.0.0", WatchPassed.class, 1).measurements()).isPositive();
    }

    @Test
    void aVersionThatErrsIsTakenBackBeforeItsHoldIsOver() {
        request("v1.0.1", Plans.plan(Plans.canary("bad", ANALYSIS, null, Plans.step(10, Duration.ofHours(1)))));
        deployed("v1.0.1", "bad", Scope.CANARY);
        shift("v1.0.1", "bad", 0, 10);

        RollbackTriggered triggered = world.await("v1.0.1", RollbackTriggered.class, 1);

        assertThat(triggered.cause()).isEqualTo(RollbackTriggered.Cause.METRIC);
        assertThat(triggered.breach())
                .extracting("metric", "component", "threshold")
                .containsExactly("error-rate", "cart", "max 0.05");
        assertThat(triggered.observedAt()).isBefore(Instant.now());
        assertThat(world.http(service, "GET", "/v1/canaries/shop-v1.0.1", "eve").body())
                .contains("\"status\":\"finished\"");
    }

    @Test
    void withoutTrafficItPausesAndAPersonResumes() {
        request("v1.0.2", Plans.plan(Plans.canary("idle", ANALYSIS, null, Plans.step(10, Duration.ofSeconds(1)))));
        deployed("v1.0.2", "idle", Scope.CANARY);
        shift("v1.0.2", "idle", 0, 10);

        CanaryPaused paused = world.await("v1.0.2", CanaryPaused.class, 1);
        assertThat(paused.cause()).isEqualTo(CanaryPaused.Cause.NO_DATA);
        assertThat(world.of("v1.0.2", CanaryMeasured.class))
                .isNotEmpty()
                .allSatisfy(measured -> assertThat(measured.results())
                        .extracting(result -> result.verdict())
                        .containsOnly(Verdict.NO_DATA));

        assertThat(world.http(service, "POST", "/v1/canaries/shop-v1.0.2/resume", "eve")
                        .statusCode())
                .isEqualTo(403);
        assertThat(world.http(service, "POST", "/v1/canaries/shop-v1.0.2/resume", "ada")
                        .statusCode())
                .isEqualTo(200);
        assertThat(world.await("v1.0.2", CanaryResumed.class, 1).person()).isEqualTo("ada");
        world.await("v1.0.2", CanaryPaused.class, 2);
        assertThat(world.of("v1.0.2", CanaryHealthy.class)).isEmpty();
    }

    @Test
    void eventsThatComeTwiceAndInAnyOrderAreTakenOnceAndInOrder() {
        EventEnvelope canary = deployed("v1.0.3", "good", Scope.CANARY);
        world.say(canary);
        Plan plan = Plans.plan(Plans.canary("good", ANALYSIS, null, Plans.step(10, Duration.ZERO)));
        world.say(request("v1.0.3", plan));
        world.say(shift("v1.0.3", "good", 0, 10));

        world.await("v1.0.3", CanaryHealthy.class, 1);
        EventEnvelope last = request("v1.0.4", plan); // on the same topics, so that all of the others were heard
        deployed("v1.0.4", "good", Scope.CANARY);
        world.await("v1.0.4", TrafficShiftRequested.class, 1);
        assertThat(last.version()).isEqualTo("v1.0.4");
        assertThat(world.heard("v1.0.3"))
                .extracting(EventEnvelope::type)
                .containsExactly("TrafficShiftRequested", "CanaryHealthy");
    }

    @Test
    void aHoldGoesOnWhereItWasAfterARestart() {
        Duration hold = Duration.ofSeconds(3);
        Instant confirmed = hold("v1.0.5", hold);
        hold("v1.0.6", Duration.ofHours(1));
        CanaryMeasured before = world.await("v1.0.5", CanaryMeasured.class, 1);
        world.await("v1.0.6", CanaryMeasured.class, 1);
        String began = times("v1.0.6");

        service.close();
        service = world.service();

        world.await("v1.0.5", CanaryHealthy.class, 1);
        EventEnvelope healthy = world.heard("v1.0.5").stream()
                .filter(envelope -> envelope.event() instanceof CanaryHealthy)
                .findFirst()
                .orElseThrow();
        assertThat(before.to()).isBefore(confirmed.plus(hold));
        assertThat(healthy.time()).isAfterOrEqualTo(confirmed.plus(hold));
        assertThat(times("v1.0.6")).isEqualTo(began);
        assertThat(world.of("v1.0.5", CanaryPaused.class)).isEmpty();
    }

    private static Instant hold(String version, Duration hold) {
        request(version, Plans.plan(Plans.canary("good", ANALYSIS, null, Plans.step(10, hold))));
        deployed(version, "good", Scope.CANARY);
        return shift(version, "good", 0, 10).time();
    }

    /** When the hold began and when it ends. */
    private static String times(String version) {
        String view = world.http(service, "GET", "/v1/canaries/shop-" + version, "ada")
                .body();
        Matcher times =
                Pattern.compile("\"since\":\"[^\"]+\",\"until\":\"[^\"]+\"").matcher(view);
        assertThat(times.find()).as(view).isTrue();
        return times.group();
    }

    private static EventEnvelope request(String version, Plan plan) {
        return world.say(
                version, null, new ReleaseRequested(ReleaseType.MINOR, "0a1b2c3", List.of(), plan, "manual", null));
    }

    private static EventEnvelope deployed(String version, String stage, Scope scope) {
        return world.say(version, stage, new DeploymentSucceeded(stage, scope, List.of(), Duration.ofSeconds(1), 1L));
    }

    /** As deploy-service does: confirms what was asked for. */
    private static EventEnvelope shift(String version, String stage, int step, int weight) {
        TrafficShiftRequested asked = world.await(version, TrafficShiftRequested.class, step + 1);
        assertThat(asked).isEqualTo(new TrafficShiftRequested(stage, step, weight));
        return world.say(version, stage, new TrafficShifted(stage, step, weight, List.of("cart")));
    }
}
