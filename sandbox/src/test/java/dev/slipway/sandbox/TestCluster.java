package dev.slipway.sandbox;

import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;

/** A cluster whose pods run in the sandbox, whoever serves its API. */
interface TestCluster extends AutoCloseable {
    KubernetesClient client();

    Config config();

    SandboxRegistry registry();

    URI gatewayUrl();

    @Override
    void close();
}
