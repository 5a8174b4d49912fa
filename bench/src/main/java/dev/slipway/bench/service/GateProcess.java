package dev.slipway.bench.service;

import dev.slipway.bench.measure.Usage;
import dev.slipway.events.codec.Json;
import dev.slipway.gate.GateServiceApplication;
import dev.slipway.service.security.Credentials;
import dev.slipway.service.security.Roles;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** gate-service as a process of its own, with the JVM's flags of docker/entrypoint and the heap that its 640 MB give it. */
final class GateProcess implements AutoCloseable {
    private static final String TOKEN = "slw_opens-this-bench-and-nothing-else";
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx384m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.springframework.boot.logging.LoggingSystem=none");

    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private GateProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static GateProcess start(Backbone backbone) throws Exception {
        Path credentials = backbone.folder().resolve("credentials.json");
        Files.writeString(
                credentials,
                Json.write(new Credentials.CredentialsFile(List.of(
                        new Credentials.Credential("bench", List.of(Roles.ENGINEER), Credentials.hash(TOKEN))))));
        int port = freePort();
        Map<String, Object> settings = new HashMap<>(backbone.settings());
        settings.put("server.port", port);
        settings.put("slipway.security.credentials-file", credentials);
        settings.put("spring.config.name", "gate-service");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dslipway.log=" + backbone.folder().resolve("gate.log"),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(1, FLAGS);
        command.add(GateServiceApplication.class.getName());
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(backbone.folder().resolve("gate.out").toFile())
                .start();
        GateProcess gate = new GateProcess(process, port);
        try {
            Patience.await("gate-service", gate::isUp);
            return gate;
        } catch (Exception e) {
            gate.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean isUp() throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("gate-service ended with " + process.exitValue());
        }
        try {
            int status = send(request("/actuator/health").GET().build()).statusCode();
            if (status == 401) {
                throw new IllegalStateException("gate-service does not know its bench");
            }
            return status == 200;
        } catch (IOException _) {
            return false; // not yet
        }
    }

    void apply(String pipeline) throws IOException, InterruptedException {
        answer(request("/v1/pipelines")
                .header("Content-Type", "text/plain")
                .PUT(HttpRequest.BodyPublishers.ofString(pipeline))
                .build());
    }

    JsonNode request(String application, String version, String commit) throws IOException, InterruptedException {
        Map<String, String> artifact = Map.of(
                "component", "web",
                "reference", "registry.example/shop/web",
                "digest", "sha256:" + "0".repeat(64));
        String body = Json.write(Map.of(
                "application", application,
                "version", version,
                "commit", commit,
                "type", "patch", // otherwise it reads the application's other releases to see what it is
                "artifacts", List.of(artifact)));
        return answer(request("/v1/releases")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    JsonNode release(String id) throws IOException, InterruptedException {
        return answer(request("/v1/releases/" + id).GET().build());
    }

    Usage usage() throws IOException {
        return Usage.of(process.pid());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN);
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(
                    request.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return Json.MAPPER.readTree(response.body());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.close();
        process.destroyForcibly().onExit().join();
    }
}
