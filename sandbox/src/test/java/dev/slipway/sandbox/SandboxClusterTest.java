package dev.slipway.sandbox;

import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on the API in the process. */
class SandboxClusterTest extends ClusterContract {
    private static @Nullable TestCluster cluster;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = of(SandboxCluster.start(folder, 0, 0));
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

    private static TestCluster of(SandboxCluster sandbox) {
        return new TestCluster() {
            @Override
            public KubernetesClient client() {
                return sandbox.client();
            }

            @Override
            public Config config() {
                return sandbox.config();
            }

            @Override
            public SandboxRegistry registry() {
                return sandbox.registry();
            }

            @Override
            public URI gatewayUrl() {
                return sandbox.gatewayUrl();
            }

            @Override
            public void close() {
                sandbox.close();
            }
        };
    }
}
