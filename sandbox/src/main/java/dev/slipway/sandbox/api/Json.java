package dev.slipway.sandbox.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Objects as trees: the API keeps what it was given, whether it knows the field or not. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Reads JSON or YAML: clients send either as {@code application/apply-patch+yaml}. */
    static JsonNode parse(byte[] body, String contentType) {
        boolean yaml = contentType.contains("yaml") && !startsLikeJson(body);
        try {
            JsonNode node = yaml ? YAML.readTree(body) : MAPPER.readTree(body);
            if (!node.isContainerNode()) {
                throw StatusException.badRequest("the body must be an object or a list");
            }
            return node;
        } catch (IOException e) {
            throw StatusException.badRequest("the body cannot be read: " + firstLine(e));
        }
    }

    static ObjectNode readStored(byte[] bytes) {
        try {
            return (ObjectNode) MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not JSON: the store's file is damaged", e);
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode metadata(ObjectNode object) {
        return object.withObject("metadata");
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static boolean startsLikeJson(byte[] body) {
        for (byte b : body) {
            if (!Character.isWhitespace(b)) {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
