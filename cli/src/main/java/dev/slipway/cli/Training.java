package dev.slipway.cli;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.cli.view.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Does once what users do often, so that the JVM can keep the classes that it needed ready for the next start. */
final class Training {
    private static final String RELEASE = """
            {"id": "app-v1.0.0", "application": "app", "version": "v1.0.0", "status": "in-progress", "stage": "production",
             "requestedAt": "2026-01-01T00:00:00Z",
             "stages": [{"name": "production", "environment": "production", "status": "canary",
                         "gates": [{"name": "tests", "phase": "entry", "status": "passed", "why": "tests.failed is 0"}]}],
             "canary": {"weight": 10, "step": 0, "steps": 2, "metrics": [
               {"metric": "error-rate", "component": "web", "value": 0.01, "samples": 100, "verdict": "healthy"}]}}""";

    private Training() {}

    public static void main(String[] args) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = RELEASE.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (exchange) {
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var shell = new Shell(
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                Map.of("SLIPWAY_URL", url, "SLIPWAY_TOKEN", "none"),
                Path.of(""),
                Path.of(""),
                Terminal.fixed(false, true, new Terminal.Size(100, 40)),
                Clock.systemUTC());
        SlipwayCli.execute(shell, "--help");
        SlipwayCli.execute(shell, "request", "--help");
        SlipwayCli.execute(shell, "unknown");
        SlipwayCli.execute(shell, "status", "app-v1.0.0");
        SlipwayCli.execute(shell, "status", "app-v1.0.0", "-o", "json");
        SlipwayCli.execute(shell, "approve", "app-v1.0.0");
        server.stop(0);
    }
}
