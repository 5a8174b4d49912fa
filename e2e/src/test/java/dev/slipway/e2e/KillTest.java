package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.view.ReleaseView;
import dev.slipway.sandbox.load.LoadGenerator;
import dev.slipway.sandbox.node.ImageBehaviour;
import dev.slipway.sandbox.node.SandboxRegistry;
import dev.slipway.standalone.Cli;
import dev.slipway.standalone.DemoCi;
import dev.slipway.standalone.DemoCluster;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Ten releases, each of which has the whole process killed under it, at another moment: nobody could tell afterwards. */
class KillTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> QUICK = List.of(
            "--var",
            "soak=1s",
            "--var",
            "canary-hold=2s",
            "--var",
            "canary-interval=500ms",
            "--var",
            "canary-min-samples=1");

    /** A moment in a release's life, seen from outside. */
    private record Moment(String name, Predicate<ReleaseView> reached) {}

    private static final List<Moment> MOMENTS = List.of(
            new Moment("the request was accepted", _ -> true),
            new Moment("staging deploys", view -> at(view, "staging", "deploying") || at(view, "staging", "verifying")),
            new Moment("staging is verified", view -> at(view, "staging", "verifying")),
            new Moment("staging soaks", view -> passed(view, "e2e-tests") && passed(view, "load-tests")),
            new Moment("people are asked", view -> at(view, "production", "gates")),
            new Moment("the approval was given", view -> passed(view, "release-approval")),
            new Moment("the canary is deployed", view -> view.canary() != null),
            new Moment(
                    "the canary holds",
                    view -> view.canary() != null && view.canary().weight() == 10),
            new Moment(
                    "the canary was measured",
                    view -> view.canary() != null && !view.canary().metrics().isEmpty()),
            new Moment(
                    "the hold ends",
                    view -> view.canary() != null
                            && view.canary().holdUntil() != null
                            && Instant.now().isAfter(view.canary().holdUntil())));

    private final Set<String> done = new HashSet<>();

    @Test
    void aKilledProcessGoesOnWhereItWas(@TempDir Path folder) throws Exception {
        try (Slipway slipway = new Slipway(folder, QUICK)) {
            slipway.start();
            Cli cli = slipway.cli(System.out);
            DemoCluster cluster = new DemoCluster(
                    client(slipway),
                    new SandboxRegistry(slipway.data().resolve("cluster/registry")),
                    URI.create("http://127.0.0.1:" + slipway.gatewayPort()));
            cluster.install("v1.2.2", cluster.build(ImageBehaviour.healthy("v1.2.2")));
            Path pipeline = folder.resolve("agentaskit.yaml");
            try (var source = KillTest.class.getResourceAsStream("/pipelines/agentaskit.yaml")) {
                Files.copy(Objects.requireNonNull(source), pipeline);
            }
            assertThat(cli.show("apply", "-f", pipeline.toString())).isTrue();
            try (var users = LoadGenerator.start(cluster.productionUrls(), 6, 90)) {
                int patch = 3;
                for (Moment moment : MOMENTS) {
                    String version = "v1.2." + patch++;
                    System.out.println("── " + version + ": killed when " + moment.name());
                    release(slipway, cli, cluster, folder, version, moment);
                    judge(cli, slipway, version);
                }
            }
        }
    }

    private void release(Slipway slipway, Cli cli, DemoCluster cluster, Path folder, String version, Moment moment)
            throws Exception {
        String id = "agentaskit-" + version;
        String commit = "abcdef" + version.substring(version.lastIndexOf('.') + 1);
        commit = commit.length() % 2 == 0 ? commit : commit + "0";
        DemoCi ci = new DemoCi(folder.resolve("ci-" + version), commit);
        for (String[] report : ci.afterBuild()) {
            assertThat(cli.show(report)).isTrue();
        }
        List<String> request = new ArrayList<>(List.of("request", "agentaskit", version, "--commit", commit));
        cluster.build(ImageBehaviour.healthy(version))
                .forEach(artifact -> request.addAll(List.of("--artifact", artifact)));
        cli.json(request.toArray(String[]::new));
        follow(cli, ci, id, moment.reached());
        slipway.kill();
        slipway.start();
        follow(cli, ci, id, ReleaseView::ended);
        assertThat(ReleaseView.of(cli.json("status", id)).status()).as(id).isEqualTo("completed");
    }

    /** Does what CI and the approver do, each once: what was acknowledged before the kill is never said again. */
    private void follow(Cli cli, DemoCi ci, String id, Predicate<ReleaseView> until) {
        Awaitility.await(id)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    ReleaseView view = ReleaseView.of(cli.json("status", id));
                    if (until.test(view)) {
                        return true;
                    }
                    if (at(view, "staging", "verifying") && done.add(id + " e2e")) {
                        for (String[] report : ci.afterStaging()) {
                            cli.json(report);
                        }
                    }
                    if (at(view, "production", "gates") && done.add(id + " approved")) {
                        cli.json("approve", id);
                    }
                    return false;
                });
    }

    private static void judge(Cli cli, Slipway slipway, String version) {
        String id = "agentaskit-" + version;
        Awaitility.await("the trail of " + id + " is complete and signed")
                .atMost(PATIENCE)
                .until(() -> types(cli, id).containsKey("ReleaseCompleted") && cli.show("verify", id));
        Map<String, Integer> said = types(cli, id);
        assertThat(said)
                .as(id)
                .containsEntry("ReleaseRequested", 1)
                .containsEntry("ApprovalGiven", 1)
                .containsEntry("DeploymentStarted", 2)
                .containsEntry("DeploymentSucceeded", 3)
                .containsEntry("TrafficShifted", 1)
                .containsEntry("CanaryHealthy", 1)
                .containsEntry("ReleaseCompleted", 1)
                .doesNotContainKeys("RollbackTriggered", "DeploymentFailed", "GateFailed");
        try (KubernetesClient client = client(slipway)) {
            for (String component : DemoCluster.COMPONENTS) {
                assertThat(client.apps()
                                .replicaSets()
                                .inNamespace("agentaskit-production")
                                .list()
                                .getItems())
                        .filteredOn(set -> set.getMetadata().getName().startsWith(component)
                                && version.equals(set.getMetadata().getLabels().get("app.kubernetes.io/version")))
                        .as("%s of %s was deployed once", component, version)
                        .hasSize(1);
            }
        }
    }

    private static Map<String, Integer> types(Cli cli, String id) {
        Map<String, Integer> types = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode item : cli.json("trail", id).path("records")) {
            JsonNode event = item.path("event");
            assertThat(ids.add(event.path("id").asString()))
                    .as("event %s is in the trail once", event.path("id"))
                    .isTrue();
            types.merge(event.path("type").asString().replace("dev.slipway.", ""), 1, Integer::sum);
        }
        return types;
    }

    private static KubernetesClient client(Slipway slipway) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(
                        slipway.data().resolve("kubeconfig").toFile()))
                .build();
    }

    private static boolean at(ReleaseView view, String stage, String status) {
        return view.stages().stream()
                .anyMatch(one -> one.name().equals(stage) && one.status().equals(status));
    }

    private static boolean passed(ReleaseView view, String gate) {
        return view.stages().stream()
                .flatMap(stage -> stage.gates().stream())
                .anyMatch(one -> one.name().equals(gate) && one.status().equals("passed"));
    }
}
