package dev.slipway.deploy.kubernetes;

import dev.slipway.sandbox.SandboxCluster;
import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On the cluster for those without one. */
@SuppressWarnings("NullAway.Init") // before all tests
class SandboxClusterTest extends KubernetesClusterContract {
    @TempDir
    private static Path folder;

    private static SandboxCluster sandbox;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        sandbox = SandboxCluster.start(folder, 0, 0);
        client = KubernetesClients.create(sandbox.config());
    }

    @AfterAll
    static void stop() {
        client.close();
        sandbox.close();
    }

    @Override
    KubernetesClient client() {
        return client;
    }

    @Override
    SandboxRegistry registry() {
        return sandbox.registry();
    }
}
