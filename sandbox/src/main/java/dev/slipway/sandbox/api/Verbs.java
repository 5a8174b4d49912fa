package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** A request on a resource, as a verb on {@link Resources}. */
final class Verbs {

    record Answer(int code, JsonNode body) {
        static Answer ok(JsonNode body) {
            return new Answer(200, body);
        }
    }

    private final Resources resources;

    Verbs(Resources resources) {
        this.resources = resources;
    }

    Answer answer(HttpExchange exchange, RequestPath path, Query query) throws IOException {
        if (!path.subresource().isEmpty() && !path.type().subresources().contains(path.subresource())) {
            throw StatusException.noSuchPath();
        }
        return switch (exchange.getRequestMethod()) {
            case "GET" -> Answer.ok(path.name().isEmpty() ? list(path, query) : get(path));
            case "POST" -> post(exchange, path, query);
            case "PUT" -> put(exchange, path, query);
            case "PATCH" -> patch(exchange, path, query);
            case "DELETE" -> delete(exchange, path, query);
            default -> throw StatusException.of(405, "MethodNotAllowed", "the server does not allow this method");
        };
    }

    private ObjectNode list(RequestPath path, Query query) {
        Resources.Listing listing = resources.list(path.type(), path.namespace(), Requests.selector(path, query));
        ObjectNode list = Json.object()
                .put("kind", path.type().kind() + "List")
                .put("apiVersion", path.type().apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(listing.resourceVersion()));
        list.putArray("items").addAll(listing.items());
        return list;
    }

    private ObjectNode get(RequestPath path) {
        ObjectNode object = resources.get(path.key());
        return path.subresource().equals("scale") ? Scale.of(object) : object;
    }

    private Answer post(HttpExchange exchange, RequestPath path, Query query) throws IOException {
        ObjectNode body = Requests.object(exchange);
        WriteOptions options = Requests.writeOptions(exchange, query);
        if (path.subresource().equals("binding")) {
            bind(path.key(), Json.text(body.path("target"), "name"), options);
            return new Answer(
                    201,
                    Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success"));
        }
        if (!path.name().isEmpty()
                || (path.type().namespaced() && path.namespace().isEmpty())) {
            throw StatusException.of(
                    405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        }
        return new Answer(201, resources.create(path.type(), path.namespace(), body, options));
    }

    private void bind(ObjectKey key, String node, WriteOptions options) {
        resources.modify(key, "", options, pod -> {
            ObjectNode spec = pod.withObject("spec");
            if (spec.has("nodeName")) {
                throw StatusException.conflict(
                        key,
                        "pod %s is already assigned to node \"%s\"".formatted(key.name(), Json.text(spec, "nodeName")));
            }
            spec.put("nodeName", node);
            return pod;
        });
    }

    private Answer put(HttpExchange exchange, RequestPath path, Query query) throws IOException {
        ObjectNode body = Requests.object(exchange);
        return Answer.ok(modify(path, Requests.writeOptions(exchange, query), _ -> body));
    }

    private Answer patch(HttpExchange exchange, RequestPath path, Query query) throws IOException {
        JsonNode patch = Requests.body(exchange);
        WriteOptions options = Requests.writeOptions(exchange, query);
        return switch (Requests.contentType(exchange)) {
            case "application/apply-patch+yaml" -> apply(path, (ObjectNode) patch, query, options);
            case "application/merge-patch+json" -> Answer.ok(modify(path, options, live -> Patches.merge(live, patch)));
            case "application/strategic-merge-patch+json" ->
                Answer.ok(modify(path, options, live -> Patches.strategic(live, patch)));
            case "application/json-patch+json" -> Answer.ok(modify(path, options, live -> Patches.json(live, patch)));
            default ->
                throw StatusException.of(
                        415,
                        "UnsupportedMediaType",
                        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml");
        };
    }

    private Answer apply(RequestPath path, ObjectNode wanted, Query query, WriteOptions options) {
        if (!query.has("fieldManager")) {
            throw StatusException.badRequest(
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }
        boolean exists = resources.find(path.key()).isPresent();
        return new Answer(exists ? 200 : 201, resources.apply(path.key(), path.subresource(), wanted, options));
    }

    private ObjectNode modify(RequestPath path, WriteOptions options, UnaryOperator<ObjectNode> change) {
        if (path.subresource().equals("scale")) {
            return Scale.of(resources.modify(
                    path.key(), "", options, live -> Scale.applied(live, change.apply(Scale.of(live)))));
        }
        return resources.modify(path.key(), path.subresource(), options, change);
    }

    private Answer delete(HttpExchange exchange, RequestPath path, Query query) throws IOException {
        byte[] raw = exchange.getRequestBody().readAllBytes();
        JsonNode body = raw.length == 0 ? Json.object() : Json.parse(raw, Requests.contentType(exchange));
        DeleteOptions options = DeleteOptions.read(body, query);
        if (!path.name().isEmpty()) {
            return Answer.ok(resources.delete(path.key(), options));
        }
        ArrayNode deleted = Json.object().arrayNode();
        for (ObjectNode object : resources
                .list(path.type(), path.namespace(), Requests.selector(path, query))
                .items()) {
            deleted.add(resources.delete(ObjectStore.keyOf(path.type(), object), options));
        }
        ObjectNode list = Json.object()
                .put("kind", path.type().kind() + "List")
                .put("apiVersion", path.type().apiVersion());
        list.set("items", deleted);
        return Answer.ok(list);
    }
}
