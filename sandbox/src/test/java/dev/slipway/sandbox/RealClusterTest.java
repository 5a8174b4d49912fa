package dev.slipway.sandbox;

import dev.slipway.sandbox.controlplane.ControlPlane;
import dev.slipway.sandbox.controlplane.EgressProxy;
import dev.slipway.sandbox.controlplane.NeedsControlPlane;
import dev.slipway.sandbox.node.PodNetwork;
import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on the real API server and controllers, with the sandbox's node and gateway. */
@ExtendWith(NeedsControlPlane.class)
class RealClusterTest extends ClusterContract {
    private static @Nullable TestCluster cluster;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("egress");
        PodNetwork network = new PodNetwork();
        EgressProxy egress = EgressProxy.listen(socket, network::resolve);
        ControlPlane plane = ControlPlane.start(ControlPlane.find().orElseThrow(), folder.resolve("plane"), socket);
        SandboxRegistry registry = new SandboxRegistry(folder.resolve("registry"));
        SandboxNode node = SandboxNode.start(plane.config(), registry, network, 0);
        cluster = new Real(
                plane,
                egress,
                node,
                registry,
                new KubernetesClientBuilder().withConfig(plane.config()).build());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    TestCluster cluster() {
        if (cluster == null) {
            throw new IllegalStateException("the cluster has not started");
        }
        return cluster;
    }

    private record Real(
            ControlPlane plane, EgressProxy egress, SandboxNode node, SandboxRegistry registry, KubernetesClient client)
            implements TestCluster {
        @Override
        public Config config() {
            return plane.config();
        }

        @Override
        public URI gatewayUrl() {
            return node.gatewayUrl();
        }

        @Override
        public void close() {
            client.close();
            node.close();
            plane.close();
            try {
                egress.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
