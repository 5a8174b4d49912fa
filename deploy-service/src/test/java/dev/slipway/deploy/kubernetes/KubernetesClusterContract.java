package dev.slipway.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.deploy.application.StepResult;
import dev.slipway.deploy.domain.Examples;
import dev.slipway.deploy.domain.Fence;
import dev.slipway.deploy.domain.Installed;
import dev.slipway.deploy.domain.Observed;
import dev.slipway.deploy.domain.RolloutStep.ApplyCanary;
import dev.slipway.deploy.domain.RolloutStep.ApplyWorkload;
import dev.slipway.deploy.domain.RolloutStep.AwaitReady;
import dev.slipway.deploy.domain.RolloutStep.OnCluster;
import dev.slipway.deploy.domain.RolloutStep.RemoveCanary;
import dev.slipway.deploy.domain.RolloutStep.ScaleCanary;
import dev.slipway.deploy.domain.RolloutStep.SetWeight;
import dev.slipway.deploy.domain.RolloutStep.TakeOver;
import dev.slipway.deploy.domain.RolloutStep.Track;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed.Cause;
import dev.slipway.events.Target;
import dev.slipway.sandbox.node.ImageBehaviour;
import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Slipway's steps come to on a cluster; the same for every cluster. */
abstract class KubernetesClusterContract {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ComponentPlan WEB = Examples.component("web");
    private static final Fence FIRST = new Fence(1, false, 1);
    private static final Fence LATER = new Fence(1, true, 2);
    private static final String V1 = "v1.2.2";
    private static final String V2 = "v1.2.3";

    private static int namespaces;

    private String namespace = "";

    @SuppressWarnings("NullAway.Init") // before each test
    private KubernetesCluster cluster;

    abstract KubernetesClient client();

    private final BlockingQueue<String> woken = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init") // before each test
    private ReadyWatch watch;

    abstract SandboxRegistry registry();

    @BeforeEach
    void aShopThatSomebodyElseMade() {
        namespace = "shop-" + namespaces++;
        watch = new ReadyWatch(client());
        watch.wakes(woken::add);
        cluster = new KubernetesCluster(client(), watch);
        registry().push(Examples.repository("web"), V1, ImageBehaviour.healthy(V1));
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        Shops.create(client(), namespace, "web", V1, 2);
        awaitStable();
    }

    @AfterEach
    void watchNoMore() {
        watch.close();
    }

    @Test
    void observesWhatSomebodyElseInstalled() {
        assertThat(cluster.observe(namespace, WEB))
                .isEqualTo(new Observed.Present(
                        "web",
                        new Observed.Workload(
                                new Installed("web", V1, Examples.repository("web") + ":" + V1, null), 2, 2, null),
                        null,
                        null,
                        Fence.NONE));
    }

    @Test
    void whatIsMissingIsNamedWithWhatToDo() {
        ComponentPlan absent = Examples.component("cart");
        ComponentPlan otherContainer =
                new ComponentPlan("web", new Target.Kubernetes("web", "main", "web", "web", 8080, "/metrics"));

        assertThat(cluster.observe(namespace, absent))
                .isEqualTo(new Observed.Missing(
                        "cart", "Deployment cart is not in namespace " + namespace + ": create it"));
        assertThat(cluster.observe(namespace, otherContainer))
                .isEqualTo(new Observed.Missing("web", "Deployment web has no container 'main': name one of [app]"));
    }

    @Test
    void stableGetsImageVersionAndReleaseAndKeepsTheRest() {
        Installed goal = pushed(V2, ImageBehaviour.healthy(V2));

        perform(new ApplyWorkload(WEB, goal));
        StepResult ready = awaitStable();

        assertThat(ready).isEqualTo(new StepResult.Ready(new ComponentState("web", V2, goal.image(), true, null)));
        assertThat(present().stable().installed()).isEqualTo(goal);
        Deployment after = deployment("web");
        assertThat(after.getSpec().getReplicas()).isEqualTo(2);
        assertThat(after.getMetadata().getLabels()).containsEntry("app.kubernetes.io/version", V2);
        assertThat(after.getSpec().getTemplate().getMetadata().getLabels()).containsEntry("app", "web");
        assertThat(after.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .contains("slipway-deploy");
    }

    @Test
    void whoWaitsIsWokenOnceWhenTheNewVersionIsReady() throws InterruptedException {
        perform(new ApplyWorkload(
                WEB, pushed("v1.2.9", ImageBehaviour.healthy("v1.2.9").withStartDelay(Duration.ofMillis(300)))));
        cluster.wakeWhenReady(namespace, "shop-v1.2.9");

        assertThat(woken.poll(60, TimeUnit.SECONDS)).isEqualTo("shop-v1.2.9");

        assertThat(cluster.perform(namespace, new AwaitReady(WEB, Track.STABLE), FIRST))
                .isInstanceOf(StepResult.Ready.class);
        assertThat(woken).isEmpty();
    }

    @Test
    void stableGoesBackToWhatRanBefore() {
        Installed before = present().stable().installed();
        perform(new ApplyWorkload(WEB, pushed(V2, ImageBehaviour.healthy(V2))));
        awaitStable();

        perform(new ApplyWorkload(WEB, before));
        awaitStable();

        assertThat(present().stable().installed()).isEqualTo(before);
    }

    @Test
    void aCanaryStandsBesideStableAndNoWayToStableLeadsToIt() {
        Installed goal = pushed(V2, ImageBehaviour.healthy(V2));

        perform(new ApplyCanary(WEB, goal, 1));
        awaitCanary();

        assertThat(client().pods()
                        .inNamespace(namespace)
                        .withLabel("slipway.dev/track", "canary")
                        .list()
                        .getItems())
                .singleElement()
                .satisfies(pod -> {
                    Map<String, String> labels = pod.getMetadata().getLabels();
                    assertThat(labels)
                            .containsEntry("slipway.dev/component", "web")
                            .containsEntry("slipway.dev/release", "shop-v1.2.3")
                            .containsEntry("team", "shop")
                            .doesNotContainKey("app");
                });
        assertThat(client().services()
                        .inNamespace(namespace)
                        .withName("web-canary")
                        .require()
                        .getSpec()
                        .getPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.getPort()).isEqualTo(80));
        assertThat(present().canary()).isEqualTo(new Observed.Workload(goal, 1, 1, null));
        assertThat(present().stable().available()).isEqualTo(2);
    }

    @Test
    void aCanaryIsScaledForItsWeight() {
        perform(new ApplyCanary(WEB, pushed(V2, ImageBehaviour.healthy(V2)), 1));

        perform(new ScaleCanary(WEB, 2));
        awaitCanary();

        assertThat(present().canary())
                .satisfies(canary ->
                        assertThat(canary == null ? 0 : canary.available()).isEqualTo(2));
    }

    @Test
    void aWeightIsSetOnEveryRuleThatNamesStableAndNothingElseChanges() {
        perform(new ApplyCanary(WEB, pushed(V2, ImageBehaviour.healthy(V2)), 1));
        HTTPRoute before = route();

        assertThat(cluster.perform(namespace, new SetWeight(WEB, 10), FIRST)).isEqualTo(new StepResult.Done());

        HTTPRoute after = route();
        assertThat(after.getSpec().getRules()).hasSize(3);
        assertThat(after.getSpec().getRules().subList(0, 2))
                .allSatisfy(rule -> assertThat(rule.getBackendRefs())
                        .extracting(HTTPBackendRef::getName, HTTPBackendRef::getPort, HTTPBackendRef::getWeight)
                        .containsExactly(tuple("web", 80, 90), tuple("web-canary", 80, 10)));
        assertThat(after.getSpec().getRules().get(2))
                .isEqualTo(before.getSpec().getRules().get(2));
        assertThat(after.getSpec().getRules().getFirst().getMatches())
                .isEqualTo(before.getSpec().getRules().getFirst().getMatches());
        assertThat(after.getSpec().getHostnames()).isEqualTo(before.getSpec().getHostnames());
        assertThat(present().weight()).isEqualTo(10);
    }

    @Test
    void aWeightThatIsSetAlreadyIsNotWrittenAgain() {
        perform(new SetWeight(WEB, 0));
        Long generation = route().getMetadata().getGeneration();

        perform(new SetWeight(WEB, 0));

        assertThat(route().getMetadata().getGeneration()).isEqualTo(generation);
    }

    @Test
    void aRemovedCanaryLeavesStableWithAllTraffic() {
        perform(new ApplyCanary(WEB, pushed(V2, ImageBehaviour.healthy(V2)), 1));
        perform(new SetWeight(WEB, 50));

        perform(new RemoveCanary(WEB));
        perform(new RemoveCanary(WEB)); // after a crash between the parts of it

        assertThat(present().canary()).isNull();
        assertThat(present().weight()).isNull();
        assertThat(route().getSpec().getRules().getFirst().getBackendRefs())
                .extracting(HTTPBackendRef::getName, HTTPBackendRef::getWeight)
                .containsExactly(tuple("web", 100));
        assertThat(client().services()
                        .inNamespace(namespace)
                        .withName("web-canary")
                        .get())
                .isNull();
    }

    @Test
    void aCrashLoopIsToldInThePodsOwnWords() {
        perform(new ApplyWorkload(WEB, pushed(V2, ImageBehaviour.healthy(V2).withCrashLoop())));

        StepResult result = awaitEnd(Track.STABLE);

        assertThat(result).isInstanceOfSatisfying(StepResult.Broken.class, broken -> {
            assertThat(broken.cause()).isEqualTo(Cause.CRASH_LOOP);
            assertThat(broken.detail()).contains("pod web-").contains("CrashLoopBackOff");
        });
        assertThat(present().stable().available()).isPositive();
    }

    @Test
    void anImageThatCannotBePulledIsTold() {
        Installed goal = new Installed(
                "web", V2, Examples.repository("web") + "@" + Examples.digest("nowhere", V2), "shop-v1.2.3");

        perform(new ApplyCanary(WEB, goal, 1));

        assertThat(awaitEnd(Track.CANARY))
                .isInstanceOfSatisfying(
                        StepResult.Broken.class,
                        broken -> assertThat(broken.cause()).isEqualTo(Cause.IMAGE_PULL));
    }

    @Test
    void whatIsNeverReadyIsWaitedForWithTheReason() {
        perform(new ApplyCanary(WEB, pushed(V2, ImageBehaviour.healthy(V2).withNeverReady()), 1));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.perform(namespace, new AwaitReady(WEB, Track.CANARY), FIRST))
                        .isEqualTo(new StepResult.NotYet("deployment web-canary has 0 of 1 replicas available")));
    }

    @Test
    void aRefusalIsAValueAndNotAnOutage() {
        perform(new ApplyCanary(WEB, pushed(V2, ImageBehaviour.healthy(V2)), 1));

        assertThat(cluster.perform(namespace, new ScaleCanary(WEB, -1), FIRST))
                .isInstanceOfSatisfying(StepResult.Broken.class, broken -> {
                    assertThat(broken.cause()).isEqualTo(Cause.REFUSED);
                    assertThat(broken.detail()).contains("spec.replicas").contains("-1");
                });
    }

    @Test
    void aCanaryThatIsGoneCannotBeScaled() {
        assertThat(cluster.perform(namespace, new ScaleCanary(WEB, 2), FIRST))
                .isInstanceOfSatisfying(StepResult.Broken.class, broken -> {
                    assertThat(broken.cause()).isEqualTo(Cause.MISSING_TARGET);
                    assertThat(broken.detail()).contains("web-canary");
                });
    }

    @Test
    void whoWasOvertakenChangesNothing() {
        Installed goal = pushed(V2, ImageBehaviour.healthy(V2));
        perform(new ApplyCanary(WEB, goal, 1));
        perform(new SetWeight(WEB, 10));
        Observed before = cluster.observe(namespace, WEB);
        assertThat(cluster.perform(namespace, new TakeOver(WEB), LATER)).isEqualTo(new StepResult.Done());

        assertThat(Stream.of(
                        new ApplyWorkload(WEB, goal),
                        new ApplyCanary(WEB, pushed("v1.2.4", ImageBehaviour.healthy("v1.2.4")), 1),
                        new SetWeight(WEB, 100),
                        new RemoveCanary(WEB),
                        new TakeOver(WEB)))
                .allSatisfy(step ->
                        assertThat(cluster.perform(namespace, step, FIRST)).isEqualTo(new StepResult.FencedOff(LATER)));

        Observed.Present after = present();
        assertThat(after.fence()).isEqualTo(LATER);
        assertThat(new Observed.Present(
                        "web", after.stable(), after.canary(), after.weight(), ((Observed.Present) before).fence()))
                .usingRecursiveComparison()
                .ignoringFields("canary.available", "canary.unready")
                .isEqualTo(before);
    }

    @Test
    void whoCanariesAfterOthersIsNotTouchedByThem() {
        perform(new TakeOver(WEB));
        assertThat(cluster.perform(namespace, new ApplyCanary(WEB, pushed(V2, ImageBehaviour.healthy(V2)), 1), LATER))
                .isEqualTo(new StepResult.Done());

        assertThat(cluster.perform(namespace, new ScaleCanary(WEB, 2), FIRST))
                .isEqualTo(new StepResult.FencedOff(LATER));
        assertThat(cluster.perform(namespace, new RemoveCanary(WEB), FIRST)).isEqualTo(new StepResult.FencedOff(LATER));
        assertThat(present().canary()).isNotNull();
    }

    /** The whole of it: what was compared holds only for the object that was read. */
    @Test
    void whoIsOvertakenBetweenReadingAndWritingChangesNothing() {
        assertThat(Fences.write(() -> deployment("web"), FIRST, read -> {
                    assertThat(cluster.perform(namespace, new TakeOver(WEB), LATER))
                            .isEqualTo(new StepResult.Done());
                    Installed goal = pushed(V2, ImageBehaviour.healthy(V2));
                    client().resource(Manifests.stable(
                                    namespace,
                                    (Target.Kubernetes) WEB.target(),
                                    goal,
                                    Objects.requireNonNull(read),
                                    FIRST))
                            .fieldManager(Names.FIELD_MANAGER)
                            .forceConflicts()
                            .serverSideApply();
                    return new StepResult.Done();
                }))
                .isEqualTo(new StepResult.FencedOff(LATER));

        assertThat(present().stable().installed().version()).isEqualTo(V1);
    }

    @Test
    void whatIsTakenOverAlreadyIsNotWrittenAgain() {
        perform(new TakeOver(WEB));

        assertThat(cluster.perform(namespace, new TakeOver(WEB), new Fence(1, false, 9)))
                .isEqualTo(new StepResult.Done());

        assertThat(present().fence()).isEqualTo(FIRST);
    }

    private Installed pushed(String version, ImageBehaviour behaviour) {
        String digest = registry().push(Examples.repository("web"), version, behaviour);
        return new Installed("web", version, Examples.repository("web") + "@" + digest, "shop-" + version);
    }

    private void perform(OnCluster step) {
        assertThat(cluster.perform(namespace, step, FIRST)).isEqualTo(new StepResult.Done());
    }

    private StepResult awaitStable() {
        return awaitReady(Track.STABLE);
    }

    private void awaitCanary() {
        awaitReady(Track.CANARY);
    }

    private StepResult awaitReady(Track track) {
        StepResult end = awaitEnd(track);
        assertThat(end).isInstanceOf(StepResult.Ready.class);
        return end;
    }

    private StepResult awaitEnd(Track track) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> cluster.perform(namespace, new AwaitReady(WEB, track), FIRST),
                        result -> !(result instanceof StepResult.NotYet));
    }

    private Observed.Present present() {
        return (Observed.Present) cluster.observe(namespace, WEB);
    }

    private HTTPRoute route() {
        return client().resources(HTTPRoute.class)
                .inNamespace(namespace)
                .withName("web")
                .require();
    }

    private Deployment deployment(String name) {
        return client().apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .require();
    }
}
