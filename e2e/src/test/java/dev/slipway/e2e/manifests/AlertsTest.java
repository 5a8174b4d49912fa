package dev.slipway.e2e.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.audit.AuditServiceApplication;
import dev.slipway.deploy.DeployServiceApplication;
import dev.slipway.embedded.EmbeddedBroker;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.gate.GateServiceApplication;
import dev.slipway.service.security.Credentials;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The alert rules: that Prometheus takes them, and that what they name is there. */
class AlertsTest {
    private static final String RULES = "k8s/alerts/slipway.rules.yml";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void everyMetricAndEveryPartThatARuleNamesIsExposedByAStartedService() throws IOException {
        Files.writeString(folder.resolve("credentials.json"), """
                {"credentials": [{"name": "ann", "roles": [], "sha256": "%s"}]}""".formatted(Credentials.hash("token")));
        Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]
                contexts: [{name: none, context: {cluster: none, user: none}}]
                users: [{name: none, user: {}}]
                current-context: none
                """);
        String rules = Manifests.text(RULES);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                EmbeddedStore store = EmbeddedStore.inMemory();
                var gate = run(GateServiceApplication.application(), broker, store);
                var deploy = run(
                        DeployServiceApplication.application(),
                        broker,
                        store,
                        "--slipway.kubernetes.kubeconfig=" + folder.resolve("kubeconfig"));
                var audit = run(
                        AuditServiceApplication.application(),
                        broker,
                        store,
                        "--slipway.audit.key-file=" + folder.resolve("log.key"),
                        "--slipway.audit.checkpoint-file=" + folder.resolve("checkpoint"),
                        "--slipway.audit.evidence-folder=" + folder.resolve("evidence"))) {
            List<ConfigurableApplicationContext> services = List.of(gate, deploy, audit);
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                String exposed = String.join(
                        "\n", services.stream().map(AlertsTest::metrics).toList());
                assertThat(names("(?m)^(slipway_\\w+)[{ ]", exposed))
                        .containsAll(names("(slipway_\\w+)", expressions(rules)));
                assertThat(names("slipway_up\\{[^}]*part=\"([^\"]+)\"", exposed))
                        .containsAll(names("part=\"([^\"]+)\"", rules));
                assertThat(exposed)
                        .as("what is well and what is away")
                        .contains("slipway_up{name=\"gate-service\",part=\"broker\"} 1.0")
                        .contains("slipway_up{name=\"audit-service\",part=\"store\"} 1.0")
                        .contains("slipway_up{name=\"deploy-service\",part=\"kubernetes\"} 0.0")
                        .contains("slipway_consumer_lag{group=\"gate-service\"} 0.0");
            });
        }
        assertThat(names("name=\"([^\"]+)\"", rules)).containsExactlyInAnyOrderElementsOf(Manifests.SERVICES);
    }

    @Test
    void everyAlertHasATestAndLinksAPageThatIsThere() {
        String rules = Manifests.text(RULES);

        assertThat(names("(?m)alertname: (\\w+)", Manifests.text("k8s/alerts/slipway.rules.test.yml")))
                .isEqualTo(names("(?m)- alert: (\\w+)", rules));
        assertThat(Manifests.matches("runbook: (\\S+)", rules))
                .hasSameSizeAs(Manifests.matches("- alert: (\\w+)", rules))
                .allSatisfy(page -> assertThat(Manifests.file(page)).exists());
    }

    /** Prometheus's own tool; {@code SLIPWAY_PROMTOOL=required} makes its absence a failure. */
    @Test
    void prometheusTakesTheRulesAndTheirTestsPass() throws IOException, InterruptedException {
        boolean present = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
        assumeTrue(
                present || "required".equals(System.getenv("SLIPWAY_PROMTOOL")),
                "promtool is not on the PATH: install Prometheus to check the alert rules");

        assertThat(promtool("check", "rules", "slipway.rules.yml")).contains("SUCCESS");
        assertThat(promtool("test", "rules", "slipway.rules.test.yml")).contains("SUCCESS");
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Arrays.stream(arguments))
                        .toList())
                .directory(Manifests.file("k8s/alerts").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private ConfigurableApplicationContext run(
            SpringApplicationBuilder service, EmbeddedBroker broker, EmbeddedStore store, String... settings) {
        return service.bannerMode(Banner.Mode.OFF)
                .run(Stream.concat(
                                Stream.of(
                                        "--server.port=0",
                                        "--slipway.kafka.bootstrap=" + broker.bootstrapServers(),
                                        "--slipway.kafka.partitions=1",
                                        "--slipway.mongodb.uri=" + store.uri(),
                                        "--slipway.security.credentials-file=" + folder.resolve("credentials.json")),
                                Arrays.stream(settings))
                        .toArray(String[]::new));
    }

    private static String metrics(ConfigurableApplicationContext service) {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                    .header("Authorization", "Bearer token")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String expressions(String rules) {
        return rules.replaceAll("(?m)^\\s*(summary|runbook|labels|- name|- alert|#).*$", "");
    }

    private static Set<String> names(String regex, String text) {
        return new TreeSet<>(Manifests.matches(regex, text));
    }
}
