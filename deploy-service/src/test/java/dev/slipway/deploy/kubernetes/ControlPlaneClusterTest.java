package dev.slipway.deploy.kubernetes;

import dev.slipway.sandbox.SandboxNode;
import dev.slipway.sandbox.controlplane.ControlPlane;
import dev.slipway.sandbox.controlplane.NeedsControlPlane;
import dev.slipway.sandbox.node.PodNetwork;
import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** On a real API server with its controllers; the sandbox's node runs the pods. */
@ExtendWith(NeedsControlPlane.class)
@SuppressWarnings("NullAway.Init") // before all tests
class ControlPlaneClusterTest extends KubernetesClusterContract {
    @TempDir
    private static Path folder;

    private static @Nullable ControlPlane plane;
    private static @Nullable SandboxNode node;
    private static SandboxRegistry registry;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        ControlPlane started = ControlPlane.start(ControlPlane.find().orElseThrow(), folder.resolve("plane"));
        plane = started;
        registry = new SandboxRegistry(folder.resolve("registry"));
        node = SandboxNode.start(started.config(), registry, new PodNetwork(), 0);
        client = KubernetesClients.create(started.config());
    }

    @AfterAll
    static void stop() throws IOException {
        if (client != null) {
            client.close();
        }
        if (node != null) {
            node.close();
        }
        if (plane != null) {
            plane.close();
        }
    }

    @Override
    KubernetesClient client() {
        return client;
    }

    @Override
    SandboxRegistry registry() {
        return registry;
    }
}
