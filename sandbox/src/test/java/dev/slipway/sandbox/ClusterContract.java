package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.sandbox.load.LoadGenerator;
import dev.slipway.sandbox.load.LoadSnapshot;
import dev.slipway.sandbox.node.ImageBehaviour;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Slipway needs of a cluster, held against the sandbox's API and against the real API server alike. */
abstract class ClusterContract {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private String namespace = "";

    abstract TestCluster cluster();

    @BeforeEach
    void makeNamespace() {
        namespace = "t%d-%s".formatted(NAMESPACES.incrementAndGet(), Long.toString(System.nanoTime(), 36));
        cluster()
                .client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void deleteNamespace() {
        cluster().client().namespaces().withName(namespace).delete();
    }

    @Test
    void aStaleUpdateIsRefused() {
        ConfigMap first = cluster().client().resource(configMap("a", "1")).create();
        cluster().client().resource(withData(first, "a", "2")).update();

        assertThatThrownBy(() ->
                        cluster().client().resource(withData(first, "a", "3")).update())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
                });
    }

    @Test
    void whatIsThereCannotBeCreatedAgainAndWhatIsNotCannotBeRead() {
        cluster().client().resource(configMap("a", "1")).create();

        assertThatThrownBy(
                        () -> cluster().client().resource(configMap("a", "1")).create())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getStatus().getReason()).isEqualTo("AlreadyExists"));
        assertThat(cluster()
                        .client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName("other")
                        .get())
                .isNull();
    }

    @Test
    void aDeploymentWithoutSelectorIsInvalidAndTheAnswerNamesTheField() {
        Deployment broken = new DeploymentBuilder(Apps.deployment(namespace, "web", 1, "registry.example/web:1"))
                .editSpec()
                .withSelector(null)
                .endSpec()
                .build();

        assertThatThrownBy(() -> cluster().client().resource(broken).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(422);
                    assertThat(e.getStatus().getDetails().getCauses())
                            .anySatisfy(cause -> assertThat(cause.getField()).isEqualTo("spec.selector"));
                });
    }

    @Test
    void applyCreatesChangesAndRemovesWhatItsManagerOwns() {
        apply("slipway", configMap(Map.of("a", "1", "b", "1")));

        ConfigMap applied = apply("slipway", configMap(Map.of("b", "2")));

        assertThat(applied.getData()).isEqualTo(Map.of("b", "2"));
    }

    @Test
    void applyTwiceChangesNothing() {
        ConfigMap first = apply("slipway", configMap(Map.of("a", "1")));

        ConfigMap second = apply("slipway", configMap(Map.of("a", "1")));

        assertThat(second.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void applyLeavesWhatOthersOwn() {
        apply("slipway", configMap(Map.of("a", "1")));
        apply("other", configMap(Map.of("b", "1")));

        ConfigMap applied = apply("slipway", configMap(Map.of("c", "1")));

        assertThat(applied.getData()).isEqualTo(Map.of("b", "1", "c", "1"));
    }

    @Test
    void applyConflictsWithTheManagerOfAFieldUnlessForced() {
        apply("other", configMap(Map.of("a", "1")));

        assertThatThrownBy(() -> apply("slipway", configMap(Map.of("a", "2"))))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getDetails().getCauses())
                            .singleElement()
                            .satisfies(cause -> {
                                assertThat(cause.getReason()).isEqualTo("FieldManagerConflict");
                                assertThat(cause.getField()).isEqualTo(".data.a");
                                assertThat(cause.getMessage()).contains("conflict with \"other\"");
                            });
                });
        ConfigMap forced = cluster()
                .client()
                .resource(configMap(Map.of("a", "2")))
                .fieldManager("slipway")
                .forceConflicts()
                .serverSideApply();

        assertThat(forced.getData()).isEqualTo(Map.of("a", "2"));
        assertThatThrownBy(() -> apply("other", configMap(Map.of("a", "1"))))
                .hasMessageContaining("conflict with \"slipway\"");
    }

    @Test
    void applyOfTheSameValueSharesTheField() {
        apply("other", configMap(Map.of("a", "1")));
        apply("slipway", configMap(Map.of("a", "1")));

        ConfigMap left = apply("slipway", configMap(Map.of("b", "1")));

        assertThat(left.getData()).isEqualTo(Map.of("a", "1", "b", "1"));
    }

    @Test
    void applyInADryRunAnswersAndWritesNothing() {
        ConfigMap answer = cluster()
                .client()
                .resource(configMap(Map.of("a", "1")))
                .dryRun()
                .fieldManager("slipway")
                .serverSideApply();

        assertThat(answer.getData()).isEqualTo(Map.of("a", "1"));
        assertThat(cluster()
                        .client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName("settings")
                        .get())
                .isNull();
    }

    @Test
    void applyMergesContainersByNameAndRemovesAnEnvironmentVariable() {
        Deployment base = Apps.deployment(namespace, "web", 0, "registry.example/web:1");
        apply("slipway", withEnv(base, "A", "B"));
        cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), """
                {"spec": {"template": {"spec": {"containers": [{"name": "app", "env": [{"name": "C", "value": "c"}]}]}}}}
                """);

        Deployment applied = apply("slipway", withEnv(base, "B"));

        assertThat(applied.getSpec().getTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(container -> assertThat(container.getEnv())
                        .extracting(env -> env.getName())
                        .containsExactlyInAnyOrder("B", "C"));
    }

    @Test
    void applyDoesNotTakeTheReplicasFromWhoeverScales() {
        Deployment silent = new DeploymentBuilder(Apps.deployment(namespace, "web", 0, "registry.example/web:1"))
                .editSpec()
                .withReplicas(null)
                .endSpec()
                .build();
        apply("slipway", silent);
        cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .scale(0);

        Deployment applied = apply("slipway", silent);

        assertThat(applied.getSpec().getReplicas()).isZero();
    }

    @Test
    void theGenerationChangesWithTheSpecOnly() {
        Deployment created = apply("slipway", Apps.deployment(namespace, "web", 0, "registry.example/web:1"));

        Deployment labelled = cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");
        Deployment changed = apply("slipway", Apps.deployment(namespace, "web", 0, "registry.example/web:2"));

        assertThat(labelled.getMetadata().getGeneration())
                .isEqualTo(created.getMetadata().getGeneration());
        assertThat(changed.getMetadata().getGeneration())
                .isEqualTo(created.getMetadata().getGeneration() + 1);
    }

    @Test
    void aWatchSeesWhatHappensToWhatItSelects() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Watcher<ConfigMap> watcher = new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap resource) {
                seen.add(action + " " + resource.getMetadata().getName());
            }

            @Override
            public void onClose(@Nullable WatcherException cause) {}
        };
        try (var _ = cluster()
                .client()
                .configMaps()
                .inNamespace(namespace)
                .withLabel("watched", "yes")
                .watch(watcher)) {
            cluster().client().resource(configMap("unseen", "1")).create();
            ConfigMap made = cluster().client().resource(labelled("one", "yes")).create();
            cluster().client().resource(withData(made, "a", "2")).update();
            cluster()
                    .client()
                    .configMaps()
                    .inNamespace(namespace)
                    .withName("one")
                    .edit(live -> new ConfigMapBuilder(live)
                            .editMetadata()
                            .withLabels(Map.of("watched", "no"))
                            .endMetadata()
                            .build());

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(seen).containsExactly("ADDED one", "MODIFIED one", "DELETED one"));
        }
    }

    @Test
    void aDeploymentRollsOutUntilItIsReady() {
        String image = push("web", ImageBehaviour.healthy("v1"));

        cluster().client().resource(Apps.deployment(namespace, "web", 2, image)).create();

        Deployment ready = awaitRolledOut("web", 2);
        assertThat(ready.getStatus().getObservedGeneration())
                .isEqualTo(ready.getMetadata().getGeneration());
        assertThat(condition(ready, "Available").getStatus()).isEqualTo("True");
        assertThat(pods("web"))
                .allSatisfy(pod -> assertThat(pod.getStatus().getPodIP()).startsWith("10.244."));
    }

    @Test
    void aRollingUpdateLosesNoRequest() {
        String before = push("web", ImageBehaviour.healthy("v1"));
        String after = push("web", ImageBehaviour.healthy("v2"));
        cluster()
                .client()
                .resource(Apps.deployment(namespace, "web", 2, before))
                .create();
        cluster().client().resource(Apps.service(namespace, "web")).create();
        cluster()
                .client()
                .resource(Apps.route(namespace, "web", "web", 1, "web", 0))
                .create();
        awaitRolledOut("web", 2);
        awaitServed("v1");

        try (LoadGenerator load = LoadGenerator.start(List.of(url()), 4, 100)) {
            cluster()
                    .client()
                    .resource(Apps.deployment(namespace, "web", 2, after))
                    .forceConflicts()
                    .fieldManager("slipway")
                    .serverSideApply();
            awaitRolledOut("web", 2);
            await().atMost(PATIENCE).until(() -> pods("web").size() == 2);
            LoadSnapshot seen = load.stop();

            assertThat(seen.failures()).isZero();
            assertThat(seen.of("v1").requests()).isPositive();
            assertThat(seen.of("v2").requests()).isPositive();
        }
    }

    @Test
    void anImageThatCrashesIsReportedAsACrashLoop() {
        String image = push("web", ImageBehaviour.healthy("v1").withCrashLoop());

        cluster().client().resource(Apps.deployment(namespace, "web", 1, image)).create();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(containers("web"))
                        .singleElement()
                        .satisfies(container -> {
                            assertThat(container.getRestartCount()).isPositive();
                            assertThat(container.getState().getWaiting()).isNotNull();
                            assertThat(container.getState().getWaiting().getReason())
                                    .isEqualTo("CrashLoopBackOff");
                        }));
    }

    @Test
    void anUnknownImageIsReportedAsNotPulled() {
        cluster()
                .client()
                .resource(Apps.deployment(namespace, "web", 1, "registry.example/nothing:1"))
                .create();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(containers("web"))
                        .singleElement()
                        .satisfies(container -> assertThat(
                                        container.getState().getWaiting().getReason())
                                .isIn("ErrImagePull", "ImagePullBackOff")));
    }

    @Test
    void aRolloutThatDoesNotGetReadyExceedsItsDeadline() {
        String image = push("web", ImageBehaviour.healthy("v1").withNeverReady());
        Deployment deployment = new DeploymentBuilder(Apps.deployment(namespace, "web", 1, image))
                .editSpec()
                .withProgressDeadlineSeconds(2)
                .endSpec()
                .build();

        cluster().client().resource(deployment).create();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(condition(get("web"), "Progressing").getReason())
                                .isEqualTo("ProgressDeadlineExceeded"));
        assertThat(get("web").getStatus().getReadyReplicas()).isIn(null, 0);
    }

    @Test
    void aPodThatGetsUnreadyGetsNoMoreRequests() {
        String image = push("web", ImageBehaviour.healthy("v1").withUnreadyAfter(Duration.ofSeconds(1)));
        cluster().client().resource(Apps.deployment(namespace, "web", 1, image)).create();
        cluster().client().resource(Apps.service(namespace, "web")).create();
        cluster()
                .client()
                .resource(Apps.route(namespace, "web", "web", 1, "web", 0))
                .create();
        awaitServed("v1");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Http.get(url()).statusCode()).isEqualTo(503));
    }

    @Test
    void theGatewayObeysWeights() {
        cluster()
                .client()
                .resource(Apps.deployment(namespace, "stable", 1, push("web", ImageBehaviour.healthy("v1"))))
                .create();
        cluster()
                .client()
                .resource(Apps.deployment(namespace, "canary", 1, push("web", ImageBehaviour.healthy("v2"))))
                .create();
        cluster().client().resource(Apps.service(namespace, "stable")).create();
        cluster().client().resource(Apps.service(namespace, "canary")).create();
        awaitRolledOut("stable", 1);
        awaitRolledOut("canary", 1);
        HTTPRoute route = apply("slipway", Apps.route(namespace, "web", "stable", 90, "canary", 10));
        awaitTaken(route);

        LoadSnapshot tenPercent = requests(200);
        awaitTaken(apply("slipway", Apps.route(namespace, "web", "stable", 100, "canary", 0)));
        LoadSnapshot none = requests(100);

        assertThat(tenPercent.failures()).isZero();
        assertThat(tenPercent.of("v2").requests()).isBetween(16L, 24L);
        assertThat(none.of("v2").requests()).isZero();
        assertThat(none.of("v1").requests()).isEqualTo(none.requests());
    }

    @Test
    void errorsOfAnImageAreCountedInItsMetricsWhichArePublishedThroughThePodProxy() {
        String image = push("web", ImageBehaviour.healthy("v1").withErrorRate(0.25));
        cluster().client().resource(Apps.deployment(namespace, "web", 1, image)).create();
        cluster().client().resource(Apps.service(namespace, "web")).create();
        cluster()
                .client()
                .resource(Apps.route(namespace, "web", "web", 1, "web", 0))
                .create();
        awaitRolledOut("web", 1);
        await().atMost(PATIENCE).until(() -> Http.get(url()).statusCode() < 501);

        LoadSnapshot seen = requests(100);
        String metrics = proxied(pods("web").getFirst(), "/metrics");

        assertThat(seen.failures()).isBetween(22L, 28L);
        assertThat(metrics)
                .contains("http_server_requests_seconds_bucket{")
                .containsPattern("http_server_requests_seconds_count\\{[^}]*status=\"500\"[^}]*} (2[2-9])")
                .containsPattern("http_server_requests_seconds_sum\\{[^}]*status=\"200\"");
    }

    @Test
    void whatADeletedDeploymentOwnedIsCollected() {
        String image = push("web", ImageBehaviour.healthy("v1"));
        cluster().client().resource(Apps.deployment(namespace, "web", 2, image)).create();
        awaitRolledOut("web", 2);

        cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .delete();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(cluster()
                            .client()
                            .apps()
                            .replicaSets()
                            .inNamespace(namespace)
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(pods("web")).isEmpty();
        });
    }

    @Test
    void aDeletedNamespaceTakesEverythingWithIt() {
        cluster()
                .client()
                .resource(Apps.deployment(namespace, "web", 1, push("web", ImageBehaviour.healthy("v1"))))
                .create();
        awaitRolledOut("web", 1);

        cluster().client().namespaces().withName(namespace).delete();

        await().atMost(PATIENCE)
                .until(() -> cluster().client().namespaces().withName(namespace).get() == null);
        assertThat(pods("web")).isEmpty();
    }

    private String push(String component, ImageBehaviour behaviour) {
        String repository = "registry.example/" + namespace + "/" + component;
        return repository + "@" + cluster().registry().push(repository, behaviour.version(), behaviour);
    }

    private ConfigMap apply(String manager, ConfigMap wanted) {
        return cluster().client().resource(wanted).fieldManager(manager).serverSideApply();
    }

    private Deployment apply(String manager, Deployment wanted) {
        return cluster().client().resource(wanted).fieldManager(manager).serverSideApply();
    }

    private HTTPRoute apply(String manager, HTTPRoute wanted) {
        return cluster().client().resource(wanted).fieldManager(manager).serverSideApply();
    }

    private Deployment get(String name) {
        return cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    private Deployment awaitRolledOut(String name, int replicas) {
        await().atMost(PATIENCE).until(() -> {
            Deployment live = get(name);
            return Optional.ofNullable(live.getStatus())
                    .filter(s -> Objects.equals(
                            s.getObservedGeneration(), live.getMetadata().getGeneration()))
                    .filter(s -> Objects.equals(s.getUpdatedReplicas(), replicas))
                    .filter(s -> Objects.equals(s.getAvailableReplicas(), replicas))
                    .filter(s -> Objects.equals(s.getReplicas(), replicas))
                    .filter(s -> condition(live, "Progressing").getReason().equals("NewReplicaSetAvailable"))
                    .isPresent();
        });
        return get(name);
    }

    private void awaitTaken(HTTPRoute route) {
        await().atMost(PATIENCE).until(() -> {
            HTTPRoute live = cluster()
                    .client()
                    .resources(HTTPRoute.class)
                    .inNamespace(namespace)
                    .withName(route.getMetadata().getName())
                    .get();
            return live.getStatus() != null
                    && live.getStatus().getParents().stream()
                            .flatMap(parent -> parent.getConditions().stream())
                            .anyMatch(c -> c.getType().equals("Accepted")
                                    && Objects.equals(
                                            c.getObservedGeneration(),
                                            route.getMetadata().getGeneration()));
        });
    }

    private void awaitServed(String version) {
        await().atMost(PATIENCE)
                .until(() -> Http.get(url())
                        .headers()
                        .firstValue("X-Version")
                        .filter(version::equals)
                        .isPresent());
    }

    private List<Pod> pods(String app) {
        return cluster()
                .client()
                .pods()
                .inNamespace(namespace)
                .withLabel("app", app)
                .list()
                .getItems();
    }

    private List<ContainerStatus> containers(String app) {
        return pods(app).stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .toList();
    }

    private static DeploymentCondition condition(Deployment deployment, String type) {
        return deployment.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .findFirst()
                .orElseGet(() -> new DeploymentCondition(null, null, "", "", "", type));
    }

    private URI url() {
        return cluster().gatewayUrl().resolve("/" + namespace);
    }

    /** Sends at least so many requests through the gateway. */
    private LoadSnapshot requests(int count) {
        try (LoadGenerator load = LoadGenerator.start(List.of(url()), 1, 1000)) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> load.snapshot().requests() >= count);
            return load.stop();
        }
    }

    private String proxied(Pod pod, String path) {
        return cluster()
                .client()
                .raw("/api/v1/namespaces/%s/pods/http:%s:8080/proxy%s"
                        .formatted(namespace, pod.getMetadata().getName(), path));
    }

    private ConfigMap configMap(String key, String value) {
        return configMap(Map.of(key, value));
    }

    private ConfigMap configMap(Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("settings")
                .endMetadata()
                .withData(data)
                .build();
    }

    private ConfigMap labelled(String name, String watched) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(Map.of("watched", watched))
                .endMetadata()
                .build();
    }

    private static ConfigMap withData(ConfigMap map, String key, String value) {
        return new ConfigMapBuilder(map).addToData(key, value).build();
    }

    private static Deployment withEnv(Deployment deployment, String... names) {
        var env = List.of(names).stream()
                .map(name -> new EnvVar(name, name, null))
                .toList();
        return new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withEnv(env)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
