package dev.slipway.sandbox.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Slipway relies on in a cluster, asked of a real one. */
@ExtendWith(NeedsControlPlane.class)
class ControlPlaneTest {

    private static final Duration CONTROLLERS = Duration.ofMinutes(2);
    private static final Map<String, InetSocketAddress> PODS = new ConcurrentHashMap<>();

    @TempDir
    private static Path folder;

    private static ControlPlane plane;
    private static EgressProxy egress;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        Path socket = folder.resolve("egress.sock");
        egress = EgressProxy.listen(socket, (host, port) -> Optional.ofNullable(PODS.get(host + ":" + port)));
        plane = ControlPlane.start(ControlPlane.find().orElseThrow(), folder.resolve("plane"), socket);
        Config config = plane.config();
        config.setRequestRetryBackoffLimit(0); // a test wants the first answer, also where it is a 5xx
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterAll
    static void stop() throws IOException {
        if (client != null) {
            client.close();
        }
        if (plane != null) {
            plane.close();
        }
        if (egress != null) {
            egress.close();
        }
    }

    @Test
    void aDeploymentThatIsAppliedGetsAReplicaSetAndPendingPods() {
        apply("web", 2);

        List<Pod> pods = await().atMost(CONTROLLERS).until(() -> pods("web"), found -> found.size() == 2);
        assertThat(pods)
                .allSatisfy(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Pending"));
        assertThat(client.apps().replicaSets().withLabel("app", "web").list().getItems())
                .singleElement()
                .extracting(ReplicaSet::getSpec)
                .satisfies(spec -> assertThat(spec.getReplicas()).isEqualTo(2));
    }

    @Test
    void aRolloutIsCompleteWhenItsPodsAreReportedReady() {
        apply("ready", 1);
        Pod pod = onlyPod("ready");

        reportReady(pod, "10.244.0.9");

        await().atMost(CONTROLLERS)
                .untilAsserted(() -> assertThat(deployment("ready").getStatus().getAvailableReplicas())
                        .isEqualTo(1));
    }

    @Test
    void aRouteOfTheGatewayApiIsStoredAndDefaulted() {
        HTTPRoute route = (HTTPRoute) client.resource("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: web, namespace: default}
                spec:
                  parentRefs: [{name: public}]
                  rules:
                  - backendRefs:
                    - {name: web-stable, port: 80, weight: 90}
                    - {name: web-canary, port: 80, weight: 10}
                """).serverSideApply();

        assertThat(route.getSpec().getRules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.getBackendRefs())
                        .extracting("name", "kind", "weight")
                        .containsExactly(tuple("web-stable", "Service", 90), tuple("web-canary", "Service", 10)));
    }

    @Test
    void thePodProxyReadsTheMetricsOfAProcessBehindAVirtualAddress() throws IOException {
        HttpServer process = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        process.createContext("/metrics", exchange -> {
            byte[] body = "http_requests_total 42\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        process.start();
        try {
            PODS.put("10.244.0.7:8080", process.getAddress());
            apply("measured", 1);
            Pod pod = onlyPod("measured");
            reportReady(pod, "10.244.0.7");

            String metrics = client.raw(proxyPath(pod, 8080));

            assertThat(metrics).isEqualTo("http_requests_total 42\n");
        } finally {
            process.stop(0);
        }
    }

    @Test
    void thePodProxyFailsWhereNoProcessIsBehindTheAddress() {
        apply("absent", 1);
        Pod pod = onlyPod("absent");
        reportReady(pod, "10.244.0.8");

        assertThatThrownBy(() -> client.raw(proxyPath(pod, 8080)))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isBetween(500, 503));
    }

    @Test
    void aKubeconfigLeadsAnotherClientToIt() throws IOException {
        Path file = folder.resolve("kubeconfig");

        plane.kubeconfig(file);

        Config config = Config.fromKubeconfig(Files.readString(file));
        try (KubernetesClient other =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThat(other.getKubernetesVersion().getGitVersion()).startsWith("v1.");
        }
    }

    private static void apply(String name, int replicas) {
        client.resource("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: default}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers: [{name: app, image: "registry.example/%1$s:1"}]
                """.formatted(name, replicas)).serverSideApply();
    }

    private static Deployment deployment(String name) {
        return client.apps().deployments().withName(name).require();
    }

    private static List<Pod> pods(String app) {
        return client.pods().withLabel("app", app).list().getItems();
    }

    private static Pod onlyPod(String app) {
        return await().atMost(CONTROLLERS)
                .until(() -> pods(app), found -> found.size() == 1)
                .getFirst();
    }

    /** What a node's agent says about a pod that it runs. */
    private static void reportReady(Pod pod, String address) {
        client.pods()
                .resource(pod)
                .editStatus(current -> new PodBuilder(current)
                        .editStatus()
                        .withPhase("Running")
                        .withPodIP(address)
                        .addNewPodIP(address)
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build());
    }

    private static String proxyPath(Pod pod, int port) {
        return "/api/v1/namespaces/default/pods/%s:%d/proxy/metrics"
                .formatted(pod.getMetadata().getName(), port);
    }
}
