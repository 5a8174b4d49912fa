package dev.slipway.gate;

import dev.slipway.events.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The running service, as its users see it. */
final class Api {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String url;

    Api(String url) {
        this.url = url;
    }

    record Answer(int status, String body) {
        JsonNode json() {
            return Json.read(body, JsonNode.class);
        }

        String text(String member) {
            return json().path(member).asString("");
        }
    }

    Answer get(String person, String path) {
        return send(person, "GET", path, "", Map.of());
    }

    Answer post(String person, String path, String json) {
        return send(person, "POST", path, json, Map.of("Content-Type", "application/json"));
    }

    Answer put(String person, String path, String body, Map<String, String> headers) {
        return send(person, "PUT", path, body, headers);
    }

    /** @param person null for nobody */
    Answer send(@Nullable String person, String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (person != null) {
            request.header("Authorization", "Bearer " + person + "-token");
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
