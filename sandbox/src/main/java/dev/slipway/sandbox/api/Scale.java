package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** The scale subresource: the replicas of an object, without the rest of it. */
final class Scale {
    private Scale() {}

    static ObjectNode of(ObjectNode object) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            metadata.set(field, object.path("metadata").path(field));
        }
        JsonNode labels = object.path("spec").path("selector").path("matchLabels");
        scale.putObject("spec").set("replicas", object.path("spec").path("replicas"));
        scale.putObject("status")
                .put("replicas", object.path("status").path("replicas").asInt(0))
                .put(
                        "selector",
                        labels.properties().stream()
                                .map(e -> e.getKey() + "=" + e.getValue().asText())
                                .collect(Collectors.joining(",")));
        return scale;
    }

    /** The object with the replicas, and the precondition, of a scale. */
    static ObjectNode applied(ObjectNode object, ObjectNode scale) {
        JsonNode replicas = scale.path("spec").path("replicas");
        object.withObject("spec").put("replicas", replicas.asInt(0));
        String version = Json.text(scale.path("metadata"), "resourceVersion");
        if (!version.isEmpty()) {
            Json.metadata(object).put("resourceVersion", version);
        }
        return object;
    }
}
