package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.sandbox.node.ImageBehaviour;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder keeps when the process ends. */
class SandboxRestartTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void whatRanRunsAgainWithTheSameAddressesAndNothingIsDeployedTwice() throws IOException {
        List<Pod> before;
        long version;
        try (SandboxCluster cluster = SandboxCluster.start(folder, 0, 0)) {
            String digest = cluster.registry().push("registry.example/web", "v1", ImageBehaviour.healthy("v1"));
            cluster.client()
                    .resource(Apps.deployment("default", "web", 2, "registry.example/web@" + digest))
                    .create();
            cluster.client().resource(Apps.service("default", "web")).create();
            cluster.client()
                    .resource(Apps.route("default", "web", "web", 1, "web", 0))
                    .create();
            await().atMost(PATIENCE).until(() -> Http.get(url(cluster)).statusCode() == 200);
            await().atMost(PATIENCE).until(() -> ready(cluster) == 2);
            before = pods(cluster);
            version = latest(cluster);
        }

        try (SandboxCluster cluster = SandboxCluster.start(folder, 0, 0)) {
            await().atMost(PATIENCE).until(() -> Http.get(url(cluster)).statusCode() == 200);

            assertThat(pods(cluster))
                    .extracting(SandboxRestartTest::identity)
                    .isEqualTo(before.stream().map(SandboxRestartTest::identity).toList());
            assertThat(latest(cluster)).isGreaterThanOrEqualTo(version);
        }
    }

    @Test
    void nobodyWithoutTheTokenGetsAnAnswerAndOnlyItsOwnerCanReadIt() throws IOException {
        try (SandboxCluster cluster = SandboxCluster.start(folder, 0, 0)) {
            URI api = URI.create(cluster.config().getMasterUrl());
            Path kubeconfig = folder.resolve("kubeconfig");
            cluster.kubeconfig(kubeconfig);

            assertThat(Http.get(api.resolve("/api/v1/pods")).statusCode()).isEqualTo(401);
            assertThat(Http.get(api.resolve("/api/v1/pods"), "Authorization", "Bearer wrong")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(Http.get(
                                    api.resolve("/api/v1/pods"),
                                    "Authorization",
                                    "Bearer " + cluster.config().getOauthToken())
                            .statusCode())
                    .isEqualTo(200);
            for (Path secret : List.of(kubeconfig, folder.resolve("token"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                        .isEqualTo("rw-------");
            }
        }
    }

    private static URI url(SandboxCluster cluster) {
        return cluster.gatewayUrl().resolve("/default");
    }

    private static int ready(SandboxCluster cluster) {
        var status = cluster.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("web")
                .get()
                .getStatus();
        return status == null || status.getReadyReplicas() == null ? 0 : status.getReadyReplicas();
    }

    private static List<Pod> pods(SandboxCluster cluster) {
        return cluster.client().pods().inNamespace("default").list().getItems();
    }

    private static long latest(SandboxCluster cluster) {
        return Long.parseLong(cluster.client()
                .pods()
                .inNamespace("default")
                .list()
                .getMetadata()
                .getResourceVersion());
    }

    private static String identity(Pod pod) {
        return pod.getMetadata().getUid() + " " + pod.getStatus().getPodIP() + " "
                + pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
    }
}
