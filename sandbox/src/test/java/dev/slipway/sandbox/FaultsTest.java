package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.sandbox.api.Faults;
import dev.slipway.sandbox.node.ImageBehaviour;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
    private static final ConfigMap SETTINGS = new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("default")
            .withName("settings")
            .endMetadata()
            .build();

    @TempDir
    private Path folder;

    private SandboxCluster cluster;
    private KubernetesClient impatient;

    @BeforeEach
    void start() throws IOException {
        cluster = SandboxCluster.start(folder, 0, 0);
        Config config = cluster.config();
        config.setRequestRetryBackoffLimit(0);
        config.setRequestTimeout(300);
        impatient = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterEach
    void stop() {
        impatient.close();
        cluster.close();
    }

    @Test
    void aRefusedRequestHasNoEffect() {
        cluster.faults().plan(Faults.Kind.REFUSE, 1, (_, path) -> path.endsWith("/configmaps"));

        assertThatThrownBy(() -> impatient.resource(SETTINGS).create())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(503));

        assertThat(impatient.resource(SETTINGS).create().getMetadata().getUid()).isNotEmpty();
    }

    @Test
    void anUnansweredRequestWasDone() {
        cluster.faults()
                .plan(
                        Faults.Kind.DO_NOT_ANSWER,
                        1,
                        (method, path) -> method.equals("POST") && path.endsWith("/configmaps"));

        assertThatThrownBy(() -> impatient.resource(SETTINGS).create()).isInstanceOf(KubernetesClientException.class);

        assertThat(impatient.resource(SETTINGS).get()).isNotNull();
    }

    @Test
    void aRequestHangsUntilTheFaultIsCleared() {
        cluster.faults().plan(Faults.Kind.HANG, 1, (_, path) -> path.endsWith("/configmaps"));

        assertThatThrownBy(() -> impatient.resource(SETTINGS).create()).hasStackTraceContaining("imeout");

        cluster.faults().clear();
        assertThat(impatient.resource(SETTINGS).get()).isNull();
    }

    @Test
    void theNodeAndTheGatewayWaitOutAnApiServerThatRefuses() {
        String digest = cluster.registry().push("registry.example/web", "v1", ImageBehaviour.healthy("v1"));
        cluster.client().resource(Apps.service("default", "web")).create();
        cluster.client()
                .resource(Apps.route("default", "web", "web", 1, "web", 0))
                .create();
        cluster.faults()
                .plan(Faults.Kind.REFUSE, 20, (method, path) -> method.equals("PATCH") || path.endsWith("/binding"));

        cluster.client()
                .resource(Apps.deployment("default", "web", 1, "registry.example/web@" + digest))
                .create();

        URI url = cluster.gatewayUrl().resolve("/default");
        await().atMost(Duration.ofMinutes(2)).until(() -> Http.get(url).statusCode() == 200);
    }

    @Test
    void aWatchFromLongAgoIsToldToListAgain() {
        URI watch =
                URI.create(cluster.config().getMasterUrl()).resolve("/api/v1/configmaps?watch=true&resourceVersion=1");
        cluster.close();
        try (SandboxCluster restarted = reopened()) {
            URI url = URI.create(restarted.config().getMasterUrl()).resolve(watch.getPath() + "?" + watch.getQuery());
            String answer = Http.get(
                            url, "Authorization", "Bearer " + restarted.config().getOauthToken())
                    .body();

            assertThat(answer)
                    .contains("\"type\":\"ERROR\"")
                    .contains("\"code\":410")
                    .contains("Expired");
        }
    }

    private SandboxCluster reopened() {
        try {
            return SandboxCluster.start(folder, 0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
