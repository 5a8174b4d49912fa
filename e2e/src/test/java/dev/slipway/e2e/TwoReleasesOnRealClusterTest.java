package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.view.Terminal;
import dev.slipway.sandbox.SandboxNode;
import dev.slipway.sandbox.controlplane.ControlPlane;
import dev.slipway.sandbox.controlplane.EgressProxy;
import dev.slipway.sandbox.controlplane.NeedsControlPlane;
import dev.slipway.sandbox.node.PodNetwork;
import dev.slipway.sandbox.node.SandboxRegistry;
import dev.slipway.standalone.Demo;
import dev.slipway.standalone.DemoCluster;
import dev.slipway.standalone.DemoSlack;
import dev.slipway.standalone.Options;
import dev.slipway.standalone.Outside;
import dev.slipway.standalone.Platform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same on the real API server and controllers; only the pods and the gateway are the sandbox's. */
@ExtendWith(NeedsControlPlane.class)
class TwoReleasesOnRealClusterTest {
    @Test
    void aGoodOneGoesThroughAndABadOneComesBack(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("egress");
        Path kubeconfig = folder.resolve("kubeconfig");
        PodNetwork network = new PodNetwork();
        SandboxRegistry registry = new SandboxRegistry(folder.resolve("registry"));
        try (EgressProxy egress = EgressProxy.listen(socket, network::resolve);
                ControlPlane plane =
                        ControlPlane.start(ControlPlane.find().orElseThrow(), folder.resolve("plane"), socket);
                SandboxNode node = SandboxNode.start(plane.config(), registry, network, 0);
                KubernetesClient client =
                        new KubernetesClientBuilder().withConfig(plane.config()).build();
                DemoSlack slack = DemoSlack.start()) {
            plane.kubeconfig(kubeconfig);
            Options options = TwoReleasesTest.options(folder, slack);
            options.variables.put("staging-url", node.gatewayUrl() + "/staging/api-gateway");
            options.variables.put("production-url", node.gatewayUrl() + "/production/api-gateway");
            try (Platform platform = Platform.start(options, new Outside(null, null, kubeconfig))) {
                DemoCluster cluster = new DemoCluster(client, registry, node.gatewayUrl());

                List<String> faults = new Demo(platform, cluster, slack, System.out, Terminal.plain()).play();

                assertThat(faults).isEmpty();
            }
        }
    }
}
