package dev.slipway.gate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.BreachAction;
import dev.slipway.events.CanaryStep;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.GateCheck;
import dev.slipway.events.GatePlan;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.NotifyRoute;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RollbackPlan;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.StagePlan;
import dev.slipway.events.Target;
import dev.slipway.events.Threshold;
import dev.slipway.events.Threshold.Kind;
import dev.slipway.events.Version;
import dev.slipway.gate.pipeline.PipelineResult.Invalid;
import dev.slipway.gate.pipeline.PipelineResult.Loaded;
import dev.slipway.gate.pipeline.PlanResult.Refused;
import dev.slipway.gate.pipeline.PlanResult.Resolved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanResolverTest {
    private static final Pipeline AGENTASKIT = read("../pipelines/agentaskit.yaml");
    private static final Pipeline ENGINE = read("src/test/resources/pipelines/involution-engine.yaml");
    private static final Pipeline CALENDAR = read("src/test/resources/pipelines/everything.yaml");

    private static final GatePlan CI = new GatePlan("ci-checks", new GateCheck.Condition("ci.passed == true"), "block");
    private static final GatePlan UNIT = new GatePlan(
            "unit-tests",
            new GateCheck.Condition(
                    "tests.total > 0 && tests.failed == 0 && tests.errors == 0 && coverage.line >= 0.80"),
            "block");
    private static final GatePlan SCAN =
            new GatePlan("security-scan", new GateCheck.Condition("scan.critical == 0 && scan.high == 0"), "block");
    private static final GatePlan REVIEW =
            new GatePlan("code-review", new GateCheck.Condition("review.approved == true"), "block");

    @Test
    void agentaskitGoesFromDevThroughStagingAndACanaryToProduction() {
        Plan plan = plan(AGENTASKIT, "v1.2.3", ReleaseType.PATCH, null);

        assertThat(plan)
                .isEqualTo(new Plan(
                        AGENTASKIT.revision(),
                        List.of(component("api-gateway"), component("orchestrator"), component("workers")),
                        List.of(dev(), staging(), production(1)),
                        RollbackPlan.IMMEDIATE,
                        List.of(new NotifyRoute("slack:#agentaskit-releases", List.of()))));
    }

    @Test
    void aHotfixOfAgentaskitSkipsStagingAndNeedsTwoApprovers() {
        Plan plan = plan(AGENTASKIT, "v1.2.4", ReleaseType.HOTFIX, "critical issue");

        assertThat(plan.stages()).containsExactly(dev(), production(2));
    }

    @Test
    void aPreReleaseOfAgentaskitEndsInStaging() {
        assertThat(plan(AGENTASKIT, "v1.3.0-rc.1", ReleaseType.PRE_RELEASE, null)
                        .stages())
                .containsExactly(dev(), staging());
    }

    @Test
    void evidenceOfASkippedStageIsAskedBeforeTheNext() {
        Plan plan = plan(CALENDAR, "v2026.11.21-0a1b2c3", ReleaseType.HOTFIX, "it burns");

        assertThat(plan.stages()).singleElement().satisfies(live -> {
            assertThat(live.entry()).extracting(GatePlan::name).containsExactly("tests", "lint", "word");
            assertThat(live.verification()).extracting(GatePlan::name).containsExactly("up");
        });
    }

    static Arguments[] rollouts() {
        return new Arguments[] {
            arguments(ReleaseType.PATCH, RolloutPlan.Rolling.class),
            arguments(ReleaseType.MINOR, RolloutPlan.Canary.class),
            arguments(ReleaseType.MAJOR, RolloutPlan.Canary.class),
            arguments(ReleaseType.HOTFIX, RolloutPlan.Rolling.class),
        };
    }

    @ParameterizedTest
    @MethodSource("rollouts")
    void aCanaryMayBeForSomeTypesOnly(ReleaseType type, Class<? extends RolloutPlan> rollout) {
        assertThat(plan(ENGINE, "v1.3.0", type, "why").stage("production").rollout())
                .isInstanceOf(rollout);
    }

    static Arguments[] approvals() {
        return new Arguments[] {
            arguments(ReleaseType.PATCH, List.of()),
            arguments(
                    ReleaseType.MINOR,
                    List.of(new GatePlan("minor-approval", approval(1, "release-manager"), "block"))),
            arguments(
                    ReleaseType.MAJOR,
                    List.of(
                            new GatePlan("major-approval:release-manager", approval(1, "release-manager"), "block"),
                            new GatePlan("major-approval:security", approval(1, "security"), "block"))),
            arguments(ReleaseType.HOTFIX, List.of(new GatePlan("hotfix-approval", approval(2, "engineer"), "block"))),
        };
    }

    @ParameterizedTest
    @MethodSource("approvals")
    void eachTypeHasItsApprovals(ReleaseType type, List<GatePlan> gates) {
        assertThat(plan(ENGINE, "v1.3.0", type, "why").stage("production").entry())
                .isEqualTo(gates);
    }

    @Test
    void aSoakMayBeSkippedAlone() {
        assertThat(plan(ENGINE, "v1.3.0", ReleaseType.MINOR, null)
                        .stage("staging")
                        .verification())
                .extracting(GatePlan::name)
                .containsExactly("healthy", "soak");
        assertThat(plan(ENGINE, "v1.3.1", ReleaseType.HOTFIX, "why")
                        .stage("staging")
                        .verification())
                .extracting(GatePlan::name)
                .containsExactly("healthy");
    }

    static Arguments[] refusals() {
        return new Arguments[] {
            arguments(ENGINE, "v1.3.0-rc.1", ReleaseType.PRE_RELEASE, null, "type", "has no pre-release releases"),
            arguments(
                    ENGINE,
                    "v2026.11.21-0a1b2c3",
                    ReleaseType.MINOR,
                    null,
                    "version",
                    "does not count its versions so"),
            arguments(CALENDAR, "v1.2.3", ReleaseType.MINOR, null, "version", "does not count its versions so"),
            arguments(AGENTASKIT, "v1.2.4", ReleaseType.HOTFIX, null, "reason", "a hotfix must be justified"),
            arguments(AGENTASKIT, "v1.2.4", ReleaseType.HOTFIX, " ", "reason", "a hotfix must be justified"),
        };
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatThePipelineDoesNotRelease(
            Pipeline pipeline,
            String version,
            ReleaseType type,
            @Nullable String reason,
            String field,
            String problem) {
        assertThat(PlanResolver.resolve(pipeline, new Version(version), type, "0a1b2c3", reason))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.field()).isEqualTo(field);
                    assertThat(refused.problem()).contains(problem);
                });
    }

    private static StagePlan dev() {
        return new StagePlan("dev", null, null, List.of(CI, UNIT, SCAN, REVIEW), null, List.of(), null);
    }

    private static StagePlan staging() {
        return new StagePlan(
                "staging",
                new EnvironmentPlan("staging", "agentaskit-staging"),
                null,
                List.of(),
                new RolloutPlan.Rolling(Duration.ofMinutes(5)),
                List.of(
                        new GatePlan("staging-healthy", health("https://staging.agentaskit.example/health"), "block"),
                        new GatePlan(
                                "e2e-tests",
                                new GateCheck.Condition(
                                        "e2e_tests.total > 0 && e2e_tests.failed == 0 && e2e_tests.errors == 0"),
                                "block"),
                        new GatePlan("load-tests", new GateCheck.Condition("load_tests.passed == true"), "block"),
                        new GatePlan("soak", new GateCheck.Soak(Duration.ofHours(2)), "block")),
                null);
    }

    private static StagePlan production(int approvers) {
        Duration expires = approvers == 1 ? Duration.ofDays(3) : null;
        return new StagePlan(
                "production",
                new EnvironmentPlan("production", "agentaskit-production"),
                null,
                List.of(
                        SCAN,
                        new GatePlan(
                                "release-approval",
                                new GateCheck.Approval(List.of("RELEASE_APPROVER"), approvers, expires),
                                "block")),
                new RolloutPlan.Canary(
                        Duration.ofMinutes(5),
                        List.of(new CanaryStep(10, Duration.ofMinutes(30))),
                        new AnalysisPlan(
                                Duration.ofSeconds(10),
                                20,
                                0,
                                5,
                                List.of(
                                        metric("error-rate", Kind.MAX_INCREASE, 0.01, BreachAction.ROLLBACK),
                                        metric("latency-p99", Kind.MAX_INCREASE_RELATIVE, 0.1, BreachAction.PAUSE),
                                        metric("availability", Kind.MIN, 0.999, BreachAction.ROLLBACK)))),
                List.of(new GatePlan("production-healthy", health("https://agentaskit.example/health"), "block")),
                null);
    }

    private static MetricPlan metric(String name, Kind kind, double value, BreachAction action) {
        return new MetricPlan(name, List.of(new Threshold(kind, value)), action);
    }

    private static GateCheck health(String url) {
        return new GateCheck.Probe(url, 200, Duration.ofMinutes(2), Duration.ofSeconds(2));
    }

    private static GateCheck approval(int count, String role) {
        return new GateCheck.Approval(List.of(role), count, null);
    }

    private static ComponentPlan component(String name) {
        return new ComponentPlan(name, new Target.Kubernetes(name, name, name, name, 8080, "/metrics"));
    }

    private static Plan plan(Pipeline pipeline, String version, ReleaseType type, @Nullable String reason) {
        return switch (PlanResolver.resolve(pipeline, new Version(version), type, "0a1b2c3", reason)) {
            case Resolved resolved -> resolved.plan();
            case Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private static Pipeline read(String file) {
        try {
            return switch (PipelineReader.read(file, Files.readString(Path.of(file)), Map.of())) {
                case Loaded loaded -> loaded.pipeline();
                case Invalid invalid ->
                    throw new AssertionError(invalid.problems().toString());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
