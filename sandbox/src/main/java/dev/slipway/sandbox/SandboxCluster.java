package dev.slipway.sandbox;

import dev.slipway.sandbox.api.ApiServer;
import dev.slipway.sandbox.api.Faults;
import dev.slipway.sandbox.controllers.Controllers;
import dev.slipway.sandbox.node.PodNetwork;
import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cluster in this process, on a folder that keeps it: what runs there runs again after a restart. */
public final class SandboxCluster implements AutoCloseable {
    private final ApiServer api;
    private final Controllers controllers;
    private final SandboxNode node;
    private final SandboxRegistry registry;
    private final Config config;
    private final KubernetesClient client;

    private SandboxCluster(
            ApiServer api, Controllers controllers, SandboxNode node, SandboxRegistry registry, Config config) {
        this.api = api;
        this.controllers = controllers;
        this.node = node;
        this.registry = registry;
        this.config = config;
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /**
     * Starts the API server, its controllers, the node and the gateway.
     *
     * @param folder made if there is none; one cluster at a time may use it
     * @param apiPort 0 for any that is free
     * @param gatewayPort 0 for any that is free
     */
    public static SandboxCluster start(Path folder, int apiPort, int gatewayPort) throws IOException {
        Files.createDirectories(folder);
        String token = Credentials.token(folder.resolve("token"));
        PodNetwork network = new PodNetwork();
        SandboxRegistry registry = new SandboxRegistry(folder.resolve("registry"));
        ApiServer api = ApiServer.start(folder.resolve("objects"), apiPort, token, network::resolve);
        Controllers controllers = Controllers.start(api.resources());
        Config config = config(api.port(), token);
        SandboxNode node = SandboxNode.start(config, registry, network, gatewayPort);
        return new SandboxCluster(api, controllers, node, registry, config);
    }

    private static Config config(int port, String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port + "/")
                .withOauthToken(token)
                .withOnlyHttpWatches(true)
                .withHttp2Disable(true)
                .withWatchReconnectInterval(200)
                .build();
    }

    /** How to reach the API, for clients in Java. */
    public Config config() {
        return new ConfigBuilder(config).build();
    }

    /** Writes how to reach the API, for kubectl and all others; only its owner can read the file. */
    public void kubeconfig(Path file) throws IOException {
        Credentials.writeKubeconfig(file, config.getMasterUrl(), config.getOauthToken());
    }

    /** A client that is closed with the cluster. */
    public KubernetesClient client() {
        return client;
    }

    public SandboxRegistry registry() {
        return registry;
    }

    public PodNetwork network() {
        return node.network();
    }

    public URI gatewayUrl() {
        return node.gatewayUrl();
    }

    /** What goes wrong at the API server, for tests. */
    public Faults faults() {
        return api.faults();
    }

    @Override
    public void close() {
        client.close();
        node.close();
        controllers.close();
        api.close();
    }
}
