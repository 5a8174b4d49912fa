package dev.slipway.events.codec;

import dev.slipway.events.Actor;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as one JSON object, CloudEvents structured mode with its attributes in alphabetical order and the data last:
 * the form in which events wait in an outbox, are shown by APIs, and are hashed by the trail.
 */
public final class StructuredEvent {
    private StructuredEvent() {}

    /** The same envelope gives the same text, in every process. */
    public static String write(EventEnvelope envelope) {
        return write(envelope, Map.of(), EventCodec.dataOf(envelope.event()));
    }

    /** With attributes and data as somebody said them, perhaps more than the envelope knows of. */
    static String write(EventEnvelope envelope, Map<String, String> said, String data) {
        SortedMap<String, String> attributes = new TreeMap<>(said);
        attributes.putAll(CloudEventMapping.extensions(envelope));
        attributes.put("specversion", "1.0");
        attributes.put("datacontenttype", "application/json");
        attributes.put("id", envelope.id().value());
        attributes.put("source", EventCodec.SOURCE_PREFIX + envelope.source());
        attributes.put("subject", envelope.release().value());
        attributes.put("time", envelope.time().toString());
        attributes.put("type", EventCodec.TYPE_PREFIX + envelope.type());
        String head = Json.write(attributes);
        return head.substring(0, head.length() - 1) + ",\"data\":" + data + "}";
    }

    /** Reads what {@link #write} wrote; throws {@link IllegalArgumentException} or a {@link JacksonException}. */
    public static EventEnvelope read(String structured) {
        if (!(Json.tree(structured) instanceof ObjectNode node)) {
            throw new IllegalArgumentException(
                    "a structured event is a JSON object, this is: " + shortened(structured));
        }
        if (!text(node, "specversion").equals("1.0")) {
            throw new IllegalArgumentException(
                    "the structured event is of CloudEvents " + text(node, "specversion") + ": give specversion 1.0");
        }
        JsonNode data = node.get("data");
        if (data == null || data.isNull()) {
            throw new IllegalArgumentException("the structured event has no data: " + shortened(structured));
        }
        String causation = optional(node, "causation");
        return new EventEnvelope(
                new EventId(text(node, "id")),
                CloudEventMapping.source(text(node, "source")),
                new ReleaseId(text(node, "subject")),
                text(node, "application"),
                text(node, "version"),
                optional(node, "stage"),
                Long.parseLong(text(node, "clock")),
                causation == null ? null : new EventId(causation),
                Json.MAPPER.convertValue(text(node, "actor"), Actor.class),
                time(text(node, "time")),
                optional(node, "traceparent"),
                EventCodec.readEvent(EventCodec.nameOf(text(node, "type")), data.toString()));
    }

    /** A structured event as it was said, whatever of it this version knows. */
    static String canonical(EventEnvelope envelope, String structured) {
        JsonNode node = Json.tree(structured);
        Map<String, String> said = new TreeMap<>();
        node.propertyStream()
                .filter(attribute -> !attribute.getKey().equals("data"))
                .filter(attribute -> !attribute.getValue().isNull())
                .forEach(attribute -> said.put(
                        attribute.getKey(),
                        attribute.getValue().isValueNode()
                                ? attribute.getValue().asString()
                                : attribute.getValue().toString()));
        return write(envelope, said, node.get("data").toString());
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "the structured event's time '" + text + "' is not of the form 2026-11-21T04:02:07Z", e);
        }
    }

    private static String text(ObjectNode node, String attribute) {
        String value = optional(node, attribute);
        if (value == null) {
            throw new IllegalArgumentException("the structured event has no attribute " + attribute);
        }
        return value;
    }

    private static @Nullable String optional(ObjectNode node, String attribute) {
        JsonNode value = node.get(attribute);
        return value == null || value.isNull() ? null : value.asString();
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
