package dev.slipway.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks the services, as one role. Redirects are not followed: a token is for the server it was meant for. */
final class Api implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2); // evidence may be 100 MB

    private final Servers servers;
    private final Role role;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    Api(Servers servers, Role role) {
        this.servers = servers;
        this.role = role;
    }

    /**
     * What is sent.
     *
     * @param about put before what is wrong with it: the name of a file
     */
    record Body(BodyPublisher content, String type, String about) {
        static Body json(JsonNode node) {
            return new Body(BodyPublishers.ofByteArray(Json.bytes(node)), "application/json", "");
        }
    }

    JsonNode get(Service service, String path) {
        return json(service, bytes(service, path));
    }

    byte[] bytes(Service service, String path) {
        return send(service, path, request -> request.GET(), "");
    }

    String text(Service service, String path) {
        return new String(bytes(service, path), StandardCharsets.UTF_8);
    }

    JsonNode post(Service service, String path, JsonNode body) {
        return write(service, "POST", path, Body.json(body), Map.of());
    }

    JsonNode put(Service service, String path, Body body, Map<String, String> headers) {
        return write(service, "PUT", path, body, headers);
    }

    private JsonNode write(Service service, String method, String path, Body body, Map<String, String> headers) {
        return json(
                service,
                send(
                        service,
                        path,
                        request -> {
                            headers.forEach(request::header);
                            return request.header("Content-Type", body.type()).method(method, body.content());
                        },
                        body.about()));
    }

    @FunctionalInterface
    private interface Shape {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private byte[] send(Service service, String path, Shape shape, String about) {
        URI base = servers.url(service);
        HttpRequest request = shape.of(HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(ANSWER)
                        .header("Accept", "application/json, application/problem+json, */*;q=0.1")
                        .header("Authorization", "Bearer " + bearer()))
                .build();
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException _) {
            throw unreachable(service, base, "it did not answer in time");
        } catch (ConnectException e) {
            throw unreachable(service, base, e.getMessage() == null ? "connection refused" : e.getMessage());
        } catch (IOException e) {
            throw unreachable(service, base, String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted", "");
        }
        if (response.statusCode() / 100 != 2) {
            throw refused(base, response, about);
        }
        return response.body();
    }

    private String bearer() {
        String token = servers.token(role);
        if (token.isBlank() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw Failure.usage("the token is empty or has a space in it", "give it as 'slipway up' wrote it");
        }
        return token;
    }

    private static Failure unreachable(Service service, URI base, String why) {
        return Failure.unreachable(
                "%s-service is not reachable at %s: %s".formatted(service.label(), base, why),
                "start Slipway with 'slipway up', or point to another with --url, SLIPWAY_URL or --config");
    }

    private Failure refused(URI base, HttpResponse<byte[]> response, String about) {
        try {
            JsonNode body = Json.parse(response.body());
            if (body.isObject() && (body.has("detail") || body.has("title"))) {
                return Failure.refused(new Problem(response.statusCode(), about, servers.asked(role), body));
            }
        } catch (JacksonException _) {
            // told below: it is not one of ours
        }
        return Failure.failed(
                "%s answered HTTP %d to %s, and not as Slipway does"
                        .formatted(
                                base,
                                response.statusCode(),
                                response.request().uri().getPath()),
                "check that the URL is Slipway's, not a proxy's or another program's");
    }

    private JsonNode json(Service service, byte[] body) {
        try {
            return Json.parse(body);
        } catch (JacksonException _) {
            throw Failure.failed(
                    servers.url(service) + " answered with something that is not JSON",
                    "check that the URL is Slipway's, not a proxy's or another program's");
        }
    }

    /** A path of these segments, each escaped. */
    static String path(String... segments) {
        return Arrays.stream(segments).map(Api::escaped).collect(Collectors.joining("/", "/v1/", ""));
    }

    static String escaped(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow(); // close() would wait for a server that keeps a connection open
    }
}
