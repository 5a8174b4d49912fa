package dev.slipway.bench;

import dev.slipway.sandbox.SandboxNode;
import dev.slipway.sandbox.controlplane.ControlPlane;
import dev.slipway.sandbox.controlplane.EgressProxy;
import dev.slipway.sandbox.node.PodNetwork;
import dev.slipway.sandbox.node.SandboxRegistry;
import dev.slipway.standalone.Cli;
import dev.slipway.standalone.DemoCluster;
import dev.slipway.standalone.Options;
import dev.slipway.standalone.Outside;
import dev.slipway.standalone.Platform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** All of Slipway in this process, on the real API server where it was built, and agentaskit's cluster beside it. */
record World(Platform platform, DemoCluster cluster, KubernetesClient client, Cli cli, String where) {
    /** @param real whether on the real API server, where it was built */
    static World start(Map<String, String> variables, boolean real) throws Exception {
        Path folder = Files.createTempDirectory("slipway-bench");
        System.setProperty("slipway.log", folder.resolve("slipway.log").toString());
        Options options = new Options();
        options.data = folder.resolve("data");
        options.port = 0;
        options.variables.putAll(variables);
        Optional<Path> programs = real ? ControlPlane.find() : Optional.empty();
        if (programs.isEmpty()) {
            Platform platform = Platform.start(options, Outside.NOTHING);
            var sandbox = platform.sandbox().orElseThrow();
            return new World(
                    platform, DemoCluster.in(sandbox), sandbox.client(), cli(platform), "the sandbox's API server");
        }
        Path socket = folder.resolve("egress");
        PodNetwork network = new PodNetwork();
        SandboxRegistry registry = new SandboxRegistry(folder.resolve("registry"));
        EgressProxy.listen(socket, network::resolve);
        ControlPlane plane = ControlPlane.start(programs.get(), folder.resolve("plane"), socket);
        SandboxNode node = SandboxNode.start(plane.config(), registry, network, 0);
        Path kubeconfig = folder.resolve("kubeconfig");
        plane.kubeconfig(kubeconfig);
        options.variables.put("staging-url", node.gatewayUrl() + "/staging/api-gateway");
        options.variables.put("production-url", node.gatewayUrl() + "/production/api-gateway");
        Platform platform = Platform.start(options, new Outside(null, null, kubeconfig));
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(plane.config()).build();
        return new World(
                platform,
                new DemoCluster(client, registry, node.gatewayUrl()),
                client,
                cli(platform),
                "a real kube-apiserver");
    }

    private static Cli cli(Platform platform) {
        return new Cli(platform.data().resolve("client.json"), System.out);
    }

    /** Applies the pipeline of that name on the class path. */
    void apply(String resource) throws IOException {
        Path file = platform.data().resolve("pipeline.yaml");
        try (var source = World.class.getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(source, resource), file);
        }
        cli.json("apply", "-f", file.toString());
    }

    JsonNode status(String id) {
        return cli.json("status", id);
    }

    static void await(String what, BooleanSupplier condition) throws TimeoutException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(what + " did not come about within a minute");
            }
            LockSupport.parkNanos(100_000_000);
        }
    }
}
