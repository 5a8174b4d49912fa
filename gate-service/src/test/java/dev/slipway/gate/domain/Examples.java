package dev.slipway.gate.domain;

import dev.slipway.events.Actor;
import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.Artifact;
import dev.slipway.events.BreachAction;
import dev.slipway.events.CanaryStep;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.ComponentState;
import dev.slipway.events.Digest;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.GateCheck;
import dev.slipway.events.GatePlan;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.MetricResult;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RollbackPlan;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.StagePlan;
import dev.slipway.events.Target;
import dev.slipway.events.Threshold;
import dev.slipway.events.Version;
import dev.slipway.events.WatchPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shop of two components: checks, then staging with a soak, then production by approval, canary and watch. */
public final class Examples {
    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    public static final String COMMIT = "c0ffee1";
    static final Artifact WEB = artifact("web", 'a');
    static final Artifact CART = artifact("cart", 'b');
    public static final List<Artifact> ARTIFACTS = List.of(WEB, CART);
    public static final MetricResult METRIC =
            new MetricResult("error-rate", "web", 0.002, 0.001, "max 0.01", 400, MetricResult.Verdict.HEALTHY);

    /** Holds where no test failed. */
    public static final ConditionCheck CONDITIONS = (when, facts, dossier, stage) -> switch (facts.get(
            "tests.failed")) {
        case null -> new ConditionCheck.Answer.Unknown("no evidence of tests.failed");
        case Integer failed when failed == 0 -> new ConditionCheck.Answer.Holds("tests.failed is 0");
        case Object failed -> new ConditionCheck.Answer.DoesNotHold("tests.failed is " + failed + ", expected 0");
    };

    private Examples() {}

    private static Artifact artifact(String component, char digit) {
        return new Artifact(
                component,
                "registry.example/shop/" + component + ":v1.2.3",
                new Digest("sha256:" + String.valueOf(digit).repeat(64)));
    }

    static GatePlan unitTests(String onFail) {
        return new GatePlan("unit-tests", new GateCheck.Condition("tests.failed == 0"), onFail);
    }

    static GatePlan approval(String name, int count, String... roles) {
        return new GatePlan(name, new GateCheck.Approval(List.of(roles), count, Duration.ofDays(3)), "block");
    }

    public static Plan plan(GatePlan... production) {
        return new Plan(
                "revision-1",
                List.of(component("web"), component("cart")),
                List.of(
                        new StagePlan("checks", null, null, List.of(unitTests("block")), null, List.of(), null),
                        new StagePlan(
                                "staging",
                                new EnvironmentPlan("staging", "shop-staging"),
                                Duration.ofHours(6),
                                List.of(),
                                new RolloutPlan.Rolling(Duration.ofMinutes(5)),
                                List.of(new GatePlan("soak", new GateCheck.Soak(Duration.ofHours(2)), "block")),
                                null),
                        new StagePlan(
                                "production",
                                new EnvironmentPlan("production", "shop"),
                                null,
                                List.of(production),
                                new RolloutPlan.Canary(
                                        Duration.ofMinutes(5),
                                        List.of(
                                                new CanaryStep(10, Duration.ofMinutes(30)),
                                                new CanaryStep(50, Duration.ofMinutes(30))),
                                        ANALYSIS),
                                List.of(),
                                new WatchPlan(Duration.ofMinutes(15), ANALYSIS))),
                RollbackPlan.IMMEDIATE,
                List.of());
    }

    private static final AnalysisPlan ANALYSIS = new AnalysisPlan(
            Duration.ofSeconds(10),
            20,
            0,
            3,
            List.of(new MetricPlan(
                    "error-rate", List.of(new Threshold(Threshold.Kind.MAX, 0.01)), BreachAction.ROLLBACK)));

    private static ComponentPlan component(String name) {
        return new ComponentPlan(name, new Target.Kubernetes(name, name, name, name, 8080, "/metrics"));
    }

    public static Request request(Plan plan, String trigger) {
        return new Request(
                "shop",
                new Version("v1.2.3"),
                ReleaseType.MINOR,
                COMMIT,
                plan,
                Actor.person("erin"),
                NOON,
                trigger,
                null);
    }

    public static Request request() {
        return request(plan(approval("approval", 1, "RELEASE_APPROVER")), "manual");
    }

    static Evidence tests(int failed, Instant observedAt) {
        return new Evidence(
                "tests",
                "junit",
                null,
                COMMIT,
                Map.of("tests.failed", failed),
                new Digest("sha256:" + Integer.toString(failed).repeat(64)),
                Actor.ci("ci"),
                observedAt);
    }

    static Dossier dossier(StageRecord... stages) {
        return new Dossier(request(), ARTIFACTS, List.of(tests(0, NOON)), List.of(), List.of(stages));
    }

    static StageRecord past(String stage) {
        return new StageRecord(stage, NOON, NOON.plusSeconds(60), List.of());
    }

    public static Release.InStage checks() {
        return new Release.InStage(
                new Dossier(request(), ARTIFACTS, List.of(), List.of(), List.of()),
                0,
                NOON,
                new Phase.Entry(NOON, List.of()),
                List.of());
    }

    public static Release.InStage staging(Phase phase) {
        return new Release.InStage(dossier(past("checks")), 1, NOON, phase, List.of());
    }

    public static Release.InStage production(Phase phase) {
        return production(dossier(past("checks"), past("staging")), phase);
    }

    static Release.InStage production(Dossier dossier, Phase phase) {
        return new Release.InStage(dossier, 2, NOON, phase, List.of());
    }

    public static RollbackTriggered trigger() {
        return new RollbackTriggered(
                "production", RollbackTriggered.Cause.METRIC, "error-rate is 0.05, max 0.01", null, null, NOON);
    }

    public static ComponentState running(String component, String version) {
        return new ComponentState(component, version, "registry.example/shop/" + component, true, null);
    }

    static Signal.Spoken approves(String person, String... roles) {
        return speaks(dev.slipway.events.ApprovalGiven.Verdict.APPROVED, person, null, List.of(roles));
    }

    static Signal.Spoken speaks(
            dev.slipway.events.ApprovalGiven.Verdict verdict,
            String person,
            @Nullable String reason,
            List<String> roles) {
        return new Signal.Spoken(verdict, person, roles, null, List.of(), reason);
    }
}
