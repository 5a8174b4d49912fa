package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.view.ReleaseView;
import dev.slipway.sandbox.load.LoadGenerator;
import dev.slipway.sandbox.node.ImageBehaviour;
import dev.slipway.sandbox.node.SandboxRegistry;
import dev.slipway.standalone.Cli;
import dev.slipway.standalone.DemoCi;
import dev.slipway.standalone.DemoCluster;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** agentaskit on a Slipway that may be killed: what CI, the approver and the users do, and what an auditor finds. */
final class Agentaskit implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String PRODUCTION = "agentaskit-production";

    private final Slipway slipway;
    private final Path folder;
    private final Cli cli;
    private final DemoCluster cluster;
    private final LoadGenerator users;
    private final Set<String> done = new HashSet<>();

    private Agentaskit(Slipway slipway, Path folder, Cli cli, DemoCluster cluster, LoadGenerator users) {
        this.slipway = slipway;
        this.folder = folder;
        this.cli = cli;
        this.cluster = cluster;
        this.users = users;
    }

    /** On a Slipway that runs; the version serves when this returns. */
    static Agentaskit install(Slipway slipway, Path folder, String version) throws Exception {
        Cli cli = slipway.cli(System.out);
        Path pipeline = folder.resolve("agentaskit.yaml");
        try (var source = Agentaskit.class.getResourceAsStream("/pipelines/agentaskit.yaml")) {
            Files.copy(Objects.requireNonNull(source), pipeline);
        }
        assertThat(cli.show("apply", "-f", pipeline.toString())).isTrue();
        DemoCluster cluster = new DemoCluster(
                client(slipway),
                new SandboxRegistry(slipway.data().resolve("cluster/registry")),
                URI.create("http://127.0.0.1:" + slipway.gatewayPort()));
        cluster.install(version, cluster.build(ImageBehaviour.healthy(version)));
        return new Agentaskit(slipway, folder, cli, cluster, LoadGenerator.start(cluster.productionUrls(), 9, 180));
    }

    /** Reports what CI found and asks for the release; answers its id. */
    String request(ImageBehaviour behaviour) throws Exception {
        String version = behaviour.version();
        for (String[] report : ci(version).afterBuild()) {
            assertThat(cli.show(report)).isTrue();
        }
        List<String> request = new ArrayList<>(List.of("request", "agentaskit", version, "--commit", commit(version)));
        cluster.build(behaviour).forEach(artifact -> request.addAll(List.of("--artifact", artifact)));
        return cli.json(request.toArray(String[]::new)).path("id").asString();
    }

    private DemoCi ci(String version) {
        return new DemoCi(folder.resolve("ci-" + version), commit(version));
    }

    private static String commit(String version) {
        return String.format("%08x", version.hashCode());
    }

    /**
     * Does what CI and the approver do, each once: what was acknowledged before the kill is never said again.
     *
     * @return what it was like when that was so
     */
    ReleaseView follow(String id, Predicate<ReleaseView> until) {
        return Awaitility.await(id)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            ReleaseView view = ReleaseView.of(cli.json("status", id));
                            if (!until.test(view)) {
                                help(view);
                            }
                            return view;
                        },
                        until);
    }

    private void help(ReleaseView view) throws Exception {
        if (isAt(view, "staging", "verifying") && done.add(view.id() + " e2e")) {
            for (String[] report : ci(view.version()).afterStaging()) {
                cli.json(report);
            }
        }
        if (isAt(view, "production", "gates") && done.add(view.id() + " approved")) {
            cli.json("approve", view.id());
        }
    }

    static boolean isAt(ReleaseView view, String stage, String status) {
        return view.stages().stream()
                .anyMatch(one -> one.name().equals(stage) && one.status().equals(status));
    }

    /** Returns at the moment when the users of one component are all back on the old version and some of another are not. */
    void awaitPartlyBack() {
        try (KubernetesClient client = client(slipway)) {
            Awaitility.await("every route gives the canary its share")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> canaryWeights(client).stream().allMatch(weight -> weight > 0));
            Awaitility.await("a route is back")
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> canaryWeights(client).contains(0));
        }
    }

    /** How much of a hundred the canary of each component gets. */
    List<Integer> canaryWeights() {
        try (KubernetesClient client = client(slipway)) {
            return canaryWeights(client);
        }
    }

    private static List<Integer> canaryWeights(KubernetesClient client) {
        return client.resources(HTTPRoute.class).inNamespace(PRODUCTION).list().getItems().stream()
                .map(route -> route.getSpec().getRules().stream()
                        .flatMap(rule -> rule.getBackendRefs().stream())
                        .filter(ref -> ref.getName().endsWith("-canary"))
                        .map(HTTPBackendRef::getWeight)
                        .mapToInt(weight -> weight == null ? 1 : weight)
                        .sum())
                .toList();
    }

    /** What each component's own workload runs in production. */
    List<String> running() {
        return DemoCluster.COMPONENTS.stream()
                .map(component -> cluster.runningVersion("production", component))
                .distinct()
                .toList();
    }

    /** How often each component was deployed to production with that version, other than as a canary. */
    Map<String, Integer> rollouts(String version) {
        Map<String, Integer> rollouts = new HashMap<>();
        try (KubernetesClient client = client(slipway)) {
            client.apps().replicaSets().inNamespace(PRODUCTION).list().getItems().stream()
                    .map(set -> set.getMetadata().getLabels())
                    .filter(labels -> version.equals(labels.get("app.kubernetes.io/version")))
                    .forEach(labels -> rollouts.merge(labels.getOrDefault("app", "?"), 1, Integer::sum));
        }
        return rollouts;
    }

    /** The trail, complete and verified: each event by its type's short name, and none of them twice. */
    Map<String, List<Instant>> trail(String id, String last) {
        Awaitility.await("the trail of " + id + " is complete and signed")
                .atMost(PATIENCE)
                .until(() -> times(id).containsKey(last) && cli.show("verify", id));
        return times(id);
    }

    private Map<String, List<Instant>> times(String id) {
        Map<String, List<Instant>> times = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode item : cli.json("trail", id).path("records")) {
            JsonNode event = item.path("event");
            assertThat(ids.add(event.path("id").asString()))
                    .as("event %s is in the trail once", event.path("id"))
                    .isTrue();
            times.computeIfAbsent(event.path("type").asString().replace("dev.slipway.", ""), _ -> new ArrayList<>())
                    .add(Instant.parse(event.path("time").asString()));
        }
        return times;
    }

    private static KubernetesClient client(Slipway slipway) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(
                        slipway.data().resolve("kubeconfig").toFile()))
                .build();
    }

    @Override
    public void close() {
        users.close();
    }
}
