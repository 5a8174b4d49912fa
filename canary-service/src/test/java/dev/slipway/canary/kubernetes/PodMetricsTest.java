package dev.slipway.canary.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.canary.Carts;
import dev.slipway.canary.application.MetricSource;
import dev.slipway.canary.application.MetricSource.PodCounts;
import dev.slipway.canary.application.MetricSource.Workload;
import dev.slipway.canary.application.Pods;
import dev.slipway.canary.domain.Counts;
import dev.slipway.canary.prometheus.ScrapedMetrics;
import dev.slipway.sandbox.SandboxCluster;
import dev.slipway.sandbox.api.Faults;
import dev.slipway.sandbox.node.ImageBehaviour;
import dev.slipway.service.resilience.OutsideSystem;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of real pods, through a real API server's protocol. */
class PodMetricsTest {
    private static final Duration LIMIT = Duration.ofMillis(2_500);

    private static SandboxCluster cluster;
    private static Carts carts;
    private static KubernetesClient client;
    private OutsideSystem api;
    private OutsideSystem network;
    private ScrapedMetrics metrics;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = SandboxCluster.start(folder, 0, 0);
        client = KubernetesClients.create(cluster.config());
        carts = new Carts(cluster, "shop");
        carts.run("cart", 2, ImageBehaviour.healthy("v1.2.2"));
        carts.run("cart-canary", 1, ImageBehaviour.healthy("v1.2.3").withErrorRate(1));
    }

    @AfterAll
    static void stop() {
        carts.close();
        client.close();
        cluster.close();
    }

    @BeforeEach
    void open() {
        api = new OutsideSystem("kubernetes", LIMIT, 1, 8);
        network = new OutsideSystem("pods", LIMIT, 1, 64);
        metrics = new ScrapedMetrics(
                new KubernetesPods(client, new ProxyScrape(client), api, network, Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        cluster.faults().clear();
        metrics.close();
        network.close();
        api.close();
    }

    @Test
    void readsEveryPodOfTheWorkloadAndNoOther() {
        Counts stable = sum(metrics.read(workload("cart")));
        Counts canary = sum(metrics.read(workload("cart-canary")));

        carts.ask("cart", 10);
        carts.ask("cart-canary", 7);

        assertThat(sum(metrics.read(workload("cart"))).since(stable))
                .extracting(Counts::requests, Counts::errors)
                .containsExactly(20.0, 0.0);
        Counts increase = sum(metrics.read(workload("cart-canary"))).since(canary);
        assertThat(increase).extracting(Counts::requests, Counts::errors).containsExactly(7.0, 7.0);
        assertThat(increase.buckets()).containsEntry(Double.POSITIVE_INFINITY, 7.0);
    }

    @Test
    void oneOfTwoPodsThatDoesNotAnswerDoesNotHideTheOther() {
        String silent = carts.ready("cart").getFirst().getMetadata().getName();
        cluster.faults().plan(Faults.Kind.REFUSE, 1, (_, path) -> path.contains(silent + ":8080/proxy"));

        PodCounts read = metrics.read(workload("cart"));

        assertThat(read.pods()).hasSize(2);
        assertThat(read.counts()).hasSize(1);
    }

    @Test
    void aPodThatHangsIsGivenUpAndDelaysNobodyElse() throws Exception {
        String hanging = carts.ready("cart").getFirst().getMetadata().getName();
        cluster.faults().plan(Faults.Kind.HANG, 1, (_, path) -> path.contains(hanging + ":8080/proxy"));

        // Not on the common pool: on two processors it has one thread, and the HTTP client completes its answers there.
        CompletableFuture<PodCounts> slow =
                CompletableFuture.supplyAsync(() -> metrics.read(workload("cart")), Thread::startVirtualThread);
        assertThat(metrics.read(workload("cart-canary")).counts()).hasSize(1);

        assertThat(slow).isNotDone();
        assertThat(slow.get(10, TimeUnit.SECONDS).counts()).hasSize(1);
    }

    @Test
    void noPodThatAnswersIsAnErrorOfTheSourceAndNotOfTheOthers() {
        cluster.faults().plan(Faults.Kind.REFUSE, 1_000, (_, path) -> path.contains("/pods/cart-canary"));
        for (int i = 0; i < 30; i++) { // more than any circuit bears
            assertThatThrownBy(() -> metrics.read(workload("cart-canary")))
                    .isInstanceOf(MetricSource.Unreadable.class)
                    .hasMessageContaining("none of the 1 ready pods of shop/cart-canary could be read: 503");
        }

        assertThat(metrics.read(workload("cart")).counts()).hasSize(2);
    }

    @Test
    void aWrongPathIsSaid() {
        assertThatThrownBy(() -> metrics.read(new Workload("shop", "cart-canary", 9999, "/metrics")))
                .isInstanceOf(MetricSource.Unreadable.class)
                .hasMessageContaining("port 9999");
    }

    @Test
    void anApiServerThatRefusesIsAnErrorOfTheSource() {
        cluster.faults().plan(Faults.Kind.REFUSE, 1, (_, path) -> path.contains("/deployments/cart"));

        assertThatThrownBy(() -> metrics.read(workload("cart")))
                .isInstanceOf(MetricSource.Unreadable.class)
                .hasMessageContaining("the pods of shop/cart could not be listed");
    }

    @Test
    void podsThatAreNotReadyAreSeenAndNotAsked() {
        carts.deploy("lame", 2, ImageBehaviour.healthy("v1.2.5").withNeverReady());
        Awaitility.await().until(() -> carts.all("lame").size() == 2);

        PodCounts read = metrics.read(workload("lame"));

        assertThat(read.pods()).hasSize(2);
        assertThat(read.counts()).isEmpty();
    }

    @Test
    void aWorkloadThatIsNotThereHasNoPods() {
        assertThat(metrics.read(workload("nothing")).pods()).isEmpty();
    }

    @Test
    void readsAPodAtItsOwnAddress() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = "up 1\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Pods.Pod pod = new Pods.Pod("shop", "cart-1", "1", "127.0.0.1", true);
        int port = server.getAddress().getPort();
        try (DirectScrape direct = new DirectScrape()) {
            assertThat(direct.get(pod, port, "metrics")).isEqualTo("up 1\n");
            assertThatThrownBy(() -> direct.get(pod, port, "/other"))
                    .isInstanceOf(Scrape.PodFailure.class)
                    .hasMessageContaining("404");
            server.stop(0);
            assertThatThrownBy(() -> direct.get(pod, port, "/metrics")).isInstanceOf(Scrape.PodFailure.class);
        }
    }

    private static Workload workload(String deployment) {
        return new Workload("shop", deployment, 8080, "/metrics");
    }

    private static Counts sum(PodCounts read) {
        return read.counts().values().stream().reduce(Counts.ZERO, Counts::plus);
    }
}
