package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Forwards {@code …/pods/[http:]NAME:PORT/proxy/PATH} to the pod, for those who are not on its network. */
final class PodProxy {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PodAddresses addresses;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    PodProxy(PodAddresses addresses) {
        this.addresses = addresses;
    }

    /** Reads the pod's name from the middle of {@code scheme:name:port}. */
    static String podName(String target) {
        String[] parts = target.split(":");
        return parts.length == 3 ? parts[1] : parts[0];
    }

    void forward(HttpExchange exchange, RequestPath path, ObjectNode pod) throws IOException, InterruptedException {
        String ip = Json.text(pod.path("status"), "podIP");
        InetSocketAddress address = addresses
                .resolve(ip, port(path.name(), pod))
                .orElseThrow(() -> StatusException.of(
                        503, "ServiceUnavailable", "nobody listens for pod \"%s\"".formatted(path.name())));
        String query = exchange.getRequestURI().getRawQuery();
        URI target = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path.rest()
                + (query == null ? "" : "?" + query));
        HttpRequest request = HttpRequest.newBuilder(target)
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()))
                .timeout(PATIENCE)
                .build();
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw StatusException.of(502, "BadGateway", "error trying to reach pod \"" + path.name() + "\": " + e);
        }
        response.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        Requests.answer(exchange, response.statusCode(), response.body());
    }

    private static int port(String target, ObjectNode pod) {
        String[] parts = target.split(":");
        String port = parts.length == 1 ? "" : parts[parts.length - 1];
        if (!port.isEmpty() && port.chars().allMatch(Character::isDigit)) {
            return Integer.parseInt(port);
        }
        for (JsonNode container : pod.path("spec").path("containers")) {
            for (JsonNode declared : container.path("ports")) {
                if (port.isEmpty() || Json.text(declared, "name").equals(port)) {
                    return declared.path("containerPort").asInt();
                }
            }
        }
        throw StatusException.of(503, "ServiceUnavailable", "no port \"%s\" in pod \"%s\"".formatted(port, target));
    }

    void close() {
        http.shutdownNow();
    }
}
