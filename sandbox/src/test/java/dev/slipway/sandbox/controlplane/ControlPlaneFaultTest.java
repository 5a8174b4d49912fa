package dev.slipway.sandbox.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NeedsControlPlane.class)
class ControlPlaneFaultTest {

    @TempDir
    private Path folder;

    @Test
    void anApiServerThatWasKilledComesBackWithItsDataForTheSameClient() throws IOException {
        try (ControlPlane plane = ControlPlane.start(ControlPlane.find().orElseThrow(), folder);
                KubernetesClient client = impatientClient(plane)) {
            client.configMaps()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("kept")
                            .endMetadata()
                            .withData(Map.of("key", "value"))
                            .build())
                    .create();

            plane.killApiServer();
            assertThatThrownBy(() -> client.configMaps().withName("kept").get())
                    .isInstanceOf(KubernetesClientException.class);

            plane.restartApiServer();
            assertThat(client.configMaps().withName("kept").require().getData()).containsEntry("key", "value");
        }
    }

    @Test
    void newControllersActOnWhatTheOldOnesMissed() throws IOException {
        try (ControlPlane plane = ControlPlane.start(ControlPlane.find().orElseThrow(), folder);
                KubernetesClient client = impatientClient(plane)) {
            plane.restartApiServer();
            client.resource("""
                    apiVersion: apps/v1
                    kind: ReplicaSet
                    metadata: {name: web, namespace: default}
                    spec:
                      replicas: 1
                      selector: {matchLabels: {app: web}}
                      template:
                        metadata: {labels: {app: web}}
                        spec:
                          containers: [{name: app, image: "registry.example/web:1"}]
                    """).serverSideApply();

            plane.restartControllers();

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> client.pods()
                                    .withLabel("app", "web")
                                    .list()
                                    .getItems()
                                    .size()
                            == 1);
        }
    }

    @Test
    void nothingOutlivesClose() throws IOException {
        List<ProcessHandle> before = children();
        ControlPlane plane = ControlPlane.start(ControlPlane.find().orElseThrow(), folder);
        List<ProcessHandle> started = children();
        started.removeAll(before);
        assertThat(started).hasSizeGreaterThanOrEqualTo(3);

        plane.close();

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(started).noneMatch(ProcessHandle::isAlive));
    }

    private static List<ProcessHandle> children() {
        return new ArrayList<>(ProcessHandle.current().descendants().toList());
    }

    private static KubernetesClient impatientClient(ControlPlane plane) {
        Config config = plane.config();
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
