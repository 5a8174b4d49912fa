package dev.slipway.e2e.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probe of every container, against a real HTTP server. */
class HealthScriptTest {
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private HttpServer server;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void asksWithItsToken() throws Exception {
        Outcome outcome = health();

        assertThat(outcome).isEqualTo(new Outcome(0, ""));
        assertThat(asked).containsExactly("GET /actuator/health Bearer slw_probe");
    }

    @Test
    void asksOnlyWhetherTheProcessIsOfUse() throws Exception {
        Outcome outcome = health("liveness");

        assertThat(outcome.status()).isZero();
        assertThat(asked).containsExactly("GET /actuator/health/liveness Bearer slw_probe");
    }

    @ParameterizedTest
    @CsvSource({"503", "401", "404", "204", "302"})
    void anythingElseThanA200FailsAndSaysWhatWasAnswered(int answered) throws Exception {
        status = answered;

        Outcome outcome = health();

        assertThat(outcome.status()).isOne();
        assertThat(outcome.said()).contains("HTTP/1.1 " + answered);
    }

    @Test
    void aClosedPortFails() throws Exception {
        server.stop(0);

        assertThat(health().status()).isOne();
    }

    @Test
    void withoutATokenItSaysWhichSettingIsMissing() throws Exception {
        Outcome outcome = run(Map.of("SLIPWAY_PORT", "1"));

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.said()).contains("SLIPWAY_HEALTH_TOKEN");
    }

    private record Outcome(int status, String said) {}

    private Outcome health(String... arguments) throws IOException, InterruptedException {
        String port = Integer.toString(server.getAddress().getPort());
        return run(Map.of("SLIPWAY_PORT", port, "SLIPWAY_HEALTH_TOKEN", "slw_probe"), arguments);
    }

    private static Outcome run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(Manifests.file("docker/health").toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLIPWAY_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        try (exchange) {
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
