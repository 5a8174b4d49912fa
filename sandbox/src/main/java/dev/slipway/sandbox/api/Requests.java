package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Between HTTP and the verbs. */
final class Requests {
    private Requests() {}

    static Selector selector(RequestPath path, Query query) {
        String fields = query.get("fieldSelector");
        if (!path.name().isEmpty()) {
            fields = "metadata.name=" + path.name();
        }
        return Selector.parse(query.get("labelSelector"), fields);
    }

    static WriteOptions writeOptions(HttpExchange exchange, Query query) {
        String agent = exchange.getRequestHeaders().getFirst("User-Agent");
        String manager = query.has("fieldManager")
                ? query.get("fieldManager")
                : agent == null ? "unknown" : agent.replaceAll("/.*", "");
        return new WriteOptions(manager, query.isTrue("force"), query.has("dryRun"));
    }

    static ObjectNode object(HttpExchange exchange) throws IOException {
        if (body(exchange) instanceof ObjectNode object) {
            return object;
        }
        throw StatusException.badRequest("the body must be an object");
    }

    static JsonNode body(HttpExchange exchange) throws IOException {
        return Json.parse(exchange.getRequestBody().readAllBytes(), contentType(exchange));
    }

    static String contentType(HttpExchange exchange) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        return type == null ? "application/json" : type.replaceAll(";.*", "").trim();
    }

    static void answer(HttpExchange exchange, int code, JsonNode body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer(exchange, code, Json.bytes(body));
    }

    static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
