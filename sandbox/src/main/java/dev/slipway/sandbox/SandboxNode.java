package dev.slipway.sandbox;

import dev.slipway.sandbox.gateway.Gateway;
import dev.slipway.sandbox.node.NodeAgent;
import dev.slipway.sandbox.node.PodNetwork;
import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;

/** The part of the sandbox that makes pods run and reaches them, in whichever cluster it is given. */
public final class SandboxNode implements AutoCloseable {
    private final KubernetesClient client;
    private final PodNetwork network;
    private final NodeAgent agent;
    private final Gateway gateway;

    private SandboxNode(KubernetesClient client, PodNetwork network, NodeAgent agent, Gateway gateway) {
        this.client = client;
        this.network = network;
        this.agent = agent;
        this.gateway = gateway;
    }

    /**
     * Starts to run the pods of a cluster.
     *
     * @param network where the pods will be found; the cluster's API server may have been given it before
     * @param gatewayPort 0 for any that is free
     */
    public static SandboxNode start(Config config, SandboxRegistry registry, PodNetwork network, int gatewayPort)
            throws IOException {
        // The node and the gateway try again by themselves, sooner than the client, which would wait up to 30 s.
        Config impatient =
                new ConfigBuilder(config).withRequestRetryBackoffLimit(2).build();
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(impatient).build();
        NodeAgent agent = NodeAgent.start(client, registry, network);
        return new SandboxNode(client, network, agent, Gateway.start(client, network, gatewayPort));
    }

    public PodNetwork network() {
        return network;
    }

    public URI gatewayUrl() {
        return URI.create("http://127.0.0.1:" + gateway.port());
    }

    @Override
    public void close() {
        gateway.close();
        agent.close();
        client.close();
    }
}
