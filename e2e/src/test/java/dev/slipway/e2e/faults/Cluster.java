package dev.slipway.e2e.faults;

import dev.slipway.embedded.ChildProcess;
import dev.slipway.sandbox.SandboxCluster;
import dev.slipway.sandbox.SandboxNode;
import dev.slipway.sandbox.controlplane.ControlPlane;
import dev.slipway.sandbox.controlplane.EgressProxy;
import dev.slipway.sandbox.node.PodNetwork;
import dev.slipway.sandbox.node.SandboxRegistry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Where releases run. */
interface Cluster extends AutoCloseable {

    Config config();

    void kubeconfig(Path file) throws IOException;

    KubernetesClient client();

    SandboxRegistry registry();

    URI gatewayUrl();

    @Override
    void close() throws IOException;

    /** In the test's own process. */
    record Sandbox(SandboxCluster cluster) implements Cluster {
        static Sandbox start(Path folder) throws IOException {
            return new Sandbox(SandboxCluster.start(folder, 0, 0));
        }

        @Override
        public Config config() {
            return cluster.config();
        }

        @Override
        public void kubeconfig(Path file) throws IOException {
            cluster.kubeconfig(file);
        }

        @Override
        public KubernetesClient client() {
            return cluster.client();
        }

        @Override
        public SandboxRegistry registry() {
            return cluster.registry();
        }

        @Override
        public URI gatewayUrl() {
            return cluster.gatewayUrl();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    /** The real API server, etcd and controllers, processes of their own; the sandbox runs the pods and the gateway. */
    record Real(
            ControlPlane plane, EgressProxy egress, SandboxNode node, SandboxRegistry registry, KubernetesClient client)
            implements Cluster {
        static Real start(Path folder) throws IOException {
            PodNetwork network = new PodNetwork();
            SandboxRegistry registry = new SandboxRegistry(folder.resolve("registry"));
            Path socket = folder.resolveSibling("egress"); // its path may be a hundred bytes long
            EgressProxy egress = EgressProxy.listen(socket, network::resolve);
            try {
                ControlPlane plane =
                        ControlPlane.start(ControlPlane.find().orElseThrow(), folder.resolve("plane"), socket);
                try {
                    return new Real(
                            plane,
                            egress,
                            SandboxNode.start(plane.config(), registry, network, 0),
                            registry,
                            new KubernetesClientBuilder()
                                    .withConfig(plane.config())
                                    .build());
                } catch (IOException | RuntimeException e) {
                    plane.close();
                    throw e;
                }
            } catch (IOException | RuntimeException e) {
                egress.close();
                throw e;
            }
        }

        /** kill -9 of the API server; the controllers and etcd stay. */
        void kill() {
            plane.killApiServer();
        }

        /** SIGSTOP of the API server: connections stand, and nobody answers. */
        void pause() {
            ChildProcess.signal("STOP", plane.apiServerPid());
        }

        /** SIGCONT. */
        void resume() {
            ChildProcess.signal("CONT", plane.apiServerPid());
        }

        /** The controllers, too, which would need most of a minute to notice that it is there again. */
        void restart() throws IOException {
            plane.restartApiServer();
            plane.restartControllers();
        }

        @Override
        public Config config() {
            return plane.config();
        }

        @Override
        public void kubeconfig(Path file) throws IOException {
            plane.kubeconfig(file);
        }

        @Override
        public URI gatewayUrl() {
            return node.gatewayUrl();
        }

        @Override
        public void close() throws IOException {
            client.close();
            node.close();
            plane.close();
            egress.close();
        }
    }
}
