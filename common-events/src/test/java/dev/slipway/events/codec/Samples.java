package dev.slipway.events.codec;

import dev.slipway.events.Actor;
import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ApprovalRequested;
import dev.slipway.events.Artifact;
import dev.slipway.events.Binding;
import dev.slipway.events.BreachAction;
import dev.slipway.events.BuildEvents;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.CanaryResumed;
import dev.slipway.events.CanaryStep;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeadLetterResent;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.Digest;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.GateCheck;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.GatePlan;
import dev.slipway.events.GateResult;
import dev.slipway.events.GateWaived;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.MetricResult;
import dev.slipway.events.NotificationFailed;
import dev.slipway.events.NotificationSent;
import dev.slipway.events.NotifyRoute;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackPlan;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.Scope;
import dev.slipway.events.StagePlan;
import dev.slipway.events.Target;
import dev.slipway.events.Threshold;
import dev.slipway.events.Topic;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.WatchPassed;
import dev.slipway.events.WatchPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One event of each topic with everything filled in, and one with all that is optional left out. */
final class Samples {
    static final Instant TIME = Instant.parse("2026-11-21T04:02:07.123456Z");
    static final Digest DIGEST = new Digest("sha256:" + "0a".repeat(32));
    static final String REVISION = "b7".repeat(32);
    private static final Artifact ARTIFACT =
            new Artifact("api-gateway", "registry.example/agentaskit/gw:v1.2.3", DIGEST);
    private static final Binding BINDING = new Binding(List.of(DIGEST), REVISION);
    private static final ComponentState RUNS =
            new ComponentState("api-gateway", "v1.2.3", "registry.example/agentaskit/gw@" + DIGEST, true, null);
    private static final ComponentState SICK = new ComponentState(
            "api-gateway", "v1.2.2", "registry.example/agentaskit/gw:v1.2.2", false, "0 of 2 pods are ready");
    private static final MetricResult BREACH =
            new MetricResult("error-rate", "api-gateway", 0.05, 0.001, "max 0.01", 240, MetricResult.Verdict.BREACHED);
    private static final MetricResult SILENT =
            new MetricResult("latency-p99", "workers", null, null, null, 0, MetricResult.Verdict.NO_DATA);
    private static final AnalysisPlan ANALYSIS = new AnalysisPlan(
            Duration.ofSeconds(30),
            50,
            0,
            3,
            List.of(
                    new MetricPlan(
                            "error-rate",
                            List.of(
                                    new Threshold(Threshold.Kind.MAX, 0.01),
                                    new Threshold(Threshold.Kind.MAX_INCREASE, 0.001)),
                            BreachAction.ROLLBACK),
                    new MetricPlan(
                            "latency-p99",
                            List.of(new Threshold(Threshold.Kind.MAX_INCREASE_RELATIVE, 0.1)),
                            BreachAction.PAUSE),
                    new MetricPlan(
                            "availability", List.of(new Threshold(Threshold.Kind.MIN, 0.999)), BreachAction.ROLLBACK)));

    private Samples() {}

    static EventEnvelope envelope(Topic topic) {
        return full(event(topic));
    }

    static EventEnvelope full(Event event) {
        return new EventEnvelope(
                EventId.derived("gate", "agentaskit-v1.2.3", 7, 0),
                "gate-service",
                new ReleaseId("agentaskit-v1.2.3"),
                "agentaskit",
                "v1.2.3",
                "production",
                12,
                new EventId("deploy/agentaskit-v1.2.3/4/1"),
                Actor.person("ada"),
                TIME,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                event);
    }

    static EventEnvelope sparse(Event event) {
        return new EventEnvelope(
                EventId.derived("gate", "agentaskit-v1.2.3", 0, 0),
                "gate-service",
                new ReleaseId("agentaskit-v1.2.3"),
                "agentaskit",
                "v1.2.3",
                null,
                0,
                null,
                Actor.service("gate-service"),
                Instant.parse("2026-11-21T04:02:00Z"),
                null,
                event);
    }

    static Event event(Topic topic) {
        return switch (topic) {
            case BUILD_EVENTS ->
                new BuildEvents(Map.of(
                        "context", Map.of("specversion", "0.5.1", "type", "dev.cdevents.artifact.published.0.3.0"),
                        "subject", Map.of("id", "pkg:oci/gw", "content", Map.of("sbom", List.of("a", 1, true))),
                        "customData", Map.of("ratio", 0.5)));
            case RELEASE_REQUESTED ->
                new ReleaseRequested(
                        ReleaseType.PRE_RELEASE, "0a1b2c3d", List.of(ARTIFACT), plan(), "tag", "fixes a leak");
            case EVIDENCE_RECORDED ->
                new EvidenceRecorded(
                        "unit-tests",
                        "junit",
                        "cart",
                        "0a1b2c3d",
                        Map.of("tests.failed", 0, "coverage.line", 0.83, "flaky", false, "suite", "all"),
                        DIGEST,
                        Actor.ci("github-actions"),
                        TIME);
            case APPROVAL_REQUESTED ->
                new ApprovalRequested("release-approval", List.of("RELEASE_APPROVER"), 2, BINDING, TIME);
            case APPROVAL_GIVEN ->
                new ApprovalGiven(
                        "release-approval",
                        ApprovalGiven.Verdict.REFUSED,
                        "ada",
                        List.of("RELEASE_APPROVER"),
                        BINDING,
                        ApprovalGiven.Refusal.REQUESTER_IS_APPROVER,
                        "looks good to me");
            case GATE_WAIVED -> new GateWaived("release-window", "grace", "the fix cannot wait");
            case GATE_PASSED ->
                new GatePassed(
                        GatePhase.ENTRY,
                        "production",
                        List.of(new GateResult("unit-tests", "tests.failed is 0")),
                        List.of(ARTIFACT),
                        REVISION);
            case GATE_FAILED ->
                new GateFailed(
                        GatePhase.VERIFICATION,
                        "smoke",
                        GateFailed.Cause.TIMED_OUT,
                        "GET /health answered 503, asked for 200",
                        "block");
            case DEPLOYMENT_STARTED ->
                new DeploymentStarted("production", Scope.CANARY, List.of(ARTIFACT), List.of(RUNS, SICK));
            case DEPLOYMENT_SUCCEEDED ->
                new DeploymentSucceeded("production", Scope.FULL, List.of(RUNS), Duration.ofMillis(4200), 7L);
            case DEPLOYMENT_FAILED ->
                new DeploymentFailed(
                        "production",
                        Scope.FULL,
                        DeploymentFailed.Cause.CRASH_LOOP,
                        "workers",
                        "container app exited with 1, 5 times");
            case TRAFFIC_SHIFT_REQUESTED -> new TrafficShiftRequested("production", 1, 50);
            case TRAFFIC_SHIFTED -> new TrafficShifted("production", 1, 50, List.of("api", "workers"));
            case CANARY_MEASURED ->
                new CanaryMeasured("production", 0, 10, TIME.minusSeconds(30), TIME, List.of(BREACH, SILENT));
            case CANARY_PAUSED ->
                new CanaryPaused("production", 0, 10, CanaryPaused.Cause.NO_DATA, "3 intervals without data");
            case CANARY_RESUMED -> new CanaryResumed("production", 0, "grace", "the scrape is repaired");
            case CANARY_HEALTHY -> new CanaryHealthy("production", 96);
            case ROLLBACK_TRIGGERED ->
                new RollbackTriggered(
                        "production",
                        RollbackTriggered.Cause.METRIC,
                        "error-rate 0.05, asked for at most 0.01",
                        BREACH,
                        "v1.2.2",
                        TIME);
            case ROLLBACK_COMPLETED -> new RollbackCompleted("production", List.of(RUNS), Duration.ofMillis(150), 7L);
            case ROLLBACK_FAILED -> new RollbackFailed("production", "the API server refused", List.of(SICK), 7L);
            case WATCH_PASSED -> new WatchPassed("production", 30);
            case RELEASE_COMPLETED -> new ReleaseCompleted(Duration.ofHours(50));
            case RELEASE_STOPPED -> new ReleaseStopped(ReleaseStopped.Outcome.ROLLED_BACK, "error-rate breached");
            case NOTIFICATION_SENT ->
                new NotificationSent(new EventId("gate/agentaskit-v1.2.3/7/0"), "slack:#releases", "1716.0001");
            case NOTIFICATION_FAILED ->
                new NotificationFailed(
                        new EventId("gate/agentaskit-v1.2.3/7/0"), "slack:#releases", "channel_not_found", 5);
            case DEAD_LETTER_RESENT ->
                new DeadLetterResent(
                        new EventId("GatePassed.dlt/0/17"),
                        "GatePassed",
                        "deploy-service",
                        "ada",
                        DIGEST,
                        "deploy-service v1.4.1 reads it");
            case CHECKPOINTS ->
                new Checkpoints(
                        "slipway.example/log",
                        4242,
                        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
                        "slipway.example/log\n4242\n");
        };
    }

    /** The topic's event with nothing optional in it; null where it has nothing optional. */
    static @Nullable Event sparseEvent(Topic topic) {
        return switch (event(topic)) {
            case ReleaseRequested e ->
                new ReleaseRequested(e.releaseType(), e.commit(), e.artifacts(), sparsePlan(), e.trigger(), null);
            case ApprovalRequested e -> new ApprovalRequested(e.gate(), e.roles(), e.count(), e.binding(), null);
            case ApprovalGiven e ->
                new ApprovalGiven(
                        e.gate(), ApprovalGiven.Verdict.APPROVED, e.person(), e.roles(), e.binding(), null, null);
            case GatePassed e -> new GatePassed(e.phase(), null, List.of(), e.artifacts(), e.pipelineRevision());
            case DeploymentSucceeded e ->
                new DeploymentSucceeded(e.environment(), e.scope(), e.components(), e.took(), null);
            case DeploymentFailed e -> new DeploymentFailed(e.environment(), e.scope(), e.cause(), null, e.detail());
            case CanaryResumed e -> new CanaryResumed(e.environment(), e.step(), e.person(), null);
            case RollbackTriggered e ->
                new RollbackTriggered(
                        e.environment(), RollbackTriggered.Cause.PERSON, e.detail(), null, null, e.observedAt());
            case RollbackCompleted e -> new RollbackCompleted(e.environment(), List.of(), e.took(), null);
            case RollbackFailed e -> new RollbackFailed(e.environment(), e.detail(), List.of(), null);
            case NotificationSent e -> new NotificationSent(e.about(), e.route(), null);
            case DeadLetterResent e -> new DeadLetterResent(e.letter(), e.topic(), e.service(), e.person(), null, null);
            default -> null;
        };
    }

    private static Plan plan() {
        var canary = new RolloutPlan.Canary(
                Duration.ofMinutes(2),
                List.of(new CanaryStep(10, Duration.ofHours(24)), new CanaryStep(100, Duration.ZERO)),
                ANALYSIS);
        return new Plan(
                REVISION,
                List.of(new ComponentPlan(
                        "api-gateway", new Target.Kubernetes("gw", "app", "gw", "api", 8080, "/metrics"))),
                List.of(
                        new StagePlan(
                                "staging",
                                new EnvironmentPlan("staging", "shop-staging"),
                                null,
                                List.of(new GatePlan("tests", new GateCheck.Condition("tests.failed == 0"), "block")),
                                new RolloutPlan.Rolling(Duration.ofMinutes(1)),
                                List.of(
                                        new GatePlan(
                                                "smoke",
                                                new GateCheck.Probe(
                                                        "http://gw.example/health",
                                                        200,
                                                        Duration.ofMinutes(1),
                                                        Duration.ofSeconds(1)),
                                                "block"),
                                        new GatePlan("soak", new GateCheck.Soak(Duration.ofHours(2)), "block")),
                                null),
                        new StagePlan(
                                "production",
                                new EnvironmentPlan("production", "shop"),
                                Duration.ofMinutes(90),
                                List.of(new GatePlan(
                                        "approval",
                                        new GateCheck.Approval(List.of("RELEASE_APPROVER"), 1, Duration.ofHours(8)),
                                        "review:security")),
                                canary,
                                List.of(),
                                new WatchPlan(Duration.ofMinutes(15), ANALYSIS))),
                new RollbackPlan(List.of(50, 10, 0)),
                List.of(new NotifyRoute("slack:#releases", List.of("RollbackTriggered"))));
    }

    private static Plan sparsePlan() {
        return new Plan(
                REVISION,
                List.of(new ComponentPlan(
                        "workers", new Target.Kubernetes("workers", "app", "workers", null, 8080, "/metrics"))),
                List.of(new StagePlan(
                        "checks",
                        null,
                        null,
                        List.of(new GatePlan("approval", new GateCheck.Approval(List.of("OWNER"), 1, null), "block")),
                        null,
                        List.of(),
                        null)),
                RollbackPlan.IMMEDIATE,
                List.of());
    }
}
