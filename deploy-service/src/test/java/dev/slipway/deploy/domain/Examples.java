package dev.slipway.deploy.domain;

import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.Artifact;
import dev.slipway.events.CanaryStep;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.Digest;
import dev.slipway.events.EnvironmentPlan;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.RollbackPlan;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.StagePlan;
import dev.slipway.events.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A shop of three components, of which the last has no traffic of its own: staging is rolling, production a canary. */
public final class Examples {
    public static final String APPLICATION = "shop";
    public static final Duration READY_WITHIN = Duration.ofSeconds(30);
    public static final List<String> COMPONENTS = List.of("web", "cart", "worker");

    private Examples() {}

    public static ComponentPlan component(String name) {
        return new ComponentPlan(
                name, new Target.Kubernetes(name, "app", name, name.equals("worker") ? null : name, 8080, "/metrics"));
    }

    public static Plan plan(String revision) {
        return new Plan(
                revision,
                COMPONENTS.stream().map(Examples::component).toList(),
                List.of(
                        new StagePlan("checks", null, null, List.of(), null, List.of(), null),
                        new StagePlan(
                                "staging",
                                new EnvironmentPlan("staging", "shop-staging"),
                                null,
                                List.of(),
                                new RolloutPlan.Rolling(READY_WITHIN),
                                List.of(),
                                null),
                        new StagePlan(
                                "production",
                                new EnvironmentPlan("production", "shop-production"),
                                null,
                                List.of(),
                                new RolloutPlan.Canary(
                                        READY_WITHIN,
                                        List.of(new CanaryStep(10, Duration.ZERO), new CanaryStep(50, Duration.ZERO)),
                                        new AnalysisPlan(Duration.ofSeconds(1), 1, 0, 3, List.of())),
                                List.of(),
                                null)),
                RollbackPlan.IMMEDIATE,
                List.of());
    }

    public static ReleaseId release(String version) {
        return new ReleaseId(APPLICATION + "-" + version);
    }

    public static String repository(String component) {
        return "registry.example/shop/" + component;
    }

    public static Digest digest(String component, String version) {
        return new Digest("sha256:%08x".formatted((component + version).hashCode()) + "0".repeat(56));
    }

    public static Request request(String version) {
        return request(version, component -> digest(component, version));
    }

    public static Request request(String version, Function<String, Digest> digests) {
        List<Artifact> artifacts = COMPONENTS.stream()
                .map(component ->
                        new Artifact(component, repository(component) + ":" + version, digests.apply(component)))
                .toList();
        return new Request(release(version), APPLICATION, version, plan("revision-1"), artifacts);
    }

    /** All components, of a version that Slipway did not bring. */
    public static List<Installed> installed(String version) {
        return COMPONENTS.stream()
                .map(component -> new Installed(component, version, repository(component) + ":" + version, null))
                .toList();
    }

    /** As the cluster shows it where all of it is ready, without canary. */
    public static List<Observed.Present> observed(List<Installed> stable, int replicas) {
        return stable.stream()
                .map(installed -> new Observed.Present(
                        installed.component(),
                        new Observed.Workload(installed, replicas, replicas, null),
                        null,
                        null,
                        Fence.NONE))
                .toList();
    }
}
