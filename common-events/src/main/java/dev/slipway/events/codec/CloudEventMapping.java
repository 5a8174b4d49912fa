package dev.slipway.events.codec;

import dev.slipway.events.Actor;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.UnknownEvent;
import io.cloudevents.CloudEvent;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which attribute of a CloudEvent holds which part of the envelope. */
final class CloudEventMapping {
    private CloudEventMapping() {}

    static SortedMap<String, String> extensions(EventEnvelope envelope) {
        SortedMap<String, String> extensions = new TreeMap<>(Map.of(
                "application", envelope.application(),
                "version", envelope.version(),
                "clock", Long.toString(envelope.clock()),
                "actor", envelope.actor().toString()));
        put(extensions, "stage", envelope.stage());
        put(extensions, "causation", envelope.causation());
        put(extensions, "traceparent", envelope.traceparent());
        return extensions;
    }

    /** Those that an event was said with, the optional ones among them. */
    static Map<String, String> attributes(CloudEvent cloudEvent) {
        Map<String, String> attributes = new TreeMap<>();
        put(attributes, "dataschema", cloudEvent.getDataSchema());
        cloudEvent.getExtensionNames().stream()
                .filter(name -> !name.equals("data")) // which is where the structured form has what was said
                .forEach(name -> put(attributes, name, cloudEvent.getExtension(name)));
        return attributes;
    }

    private static void put(Map<String, String> extensions, String name, @Nullable Object value) {
        if (value != null) {
            extensions.put(name, value.toString());
        }
    }

    static EventEnvelope envelope(CloudEvent cloudEvent, Event event) {
        var time = cloudEvent.getTime();
        if (time == null) {
            throw new IllegalArgumentException("event " + cloudEvent.getId() + " has no time");
        }
        String causation = optional(cloudEvent, "causation");
        return new EventEnvelope(
                new EventId(cloudEvent.getId()),
                source(cloudEvent.getSource().toString()),
                new ReleaseId(required(cloudEvent.getSubject(), "subject", cloudEvent)),
                required(optional(cloudEvent, "application"), "application", cloudEvent),
                required(optional(cloudEvent, "version"), "version", cloudEvent),
                optional(cloudEvent, "stage"),
                Long.parseLong(required(optional(cloudEvent, "clock"), "clock", cloudEvent)),
                causation == null ? null : new EventId(causation),
                Json.MAPPER.convertValue(required(optional(cloudEvent, "actor"), "actor", cloudEvent), Actor.class),
                time.toInstant(),
                optional(cloudEvent, "traceparent"),
                event);
    }

    static String source(String uri) {
        return uri.startsWith(EventCodec.SOURCE_PREFIX) ? uri.substring(EventCodec.SOURCE_PREFIX.length()) : uri;
    }

    /**
     * What a newer Slipway says must at least be JSON, since it is stored and shown as such. Without its blanks: the trail
     * hashes it, and must find the same text whichever way the event came.
     */
    static UnknownEvent unknown(String name, String json) {
        return new UnknownEvent(name, Json.tree(json).toString());
    }

    private static @Nullable String optional(CloudEvent cloudEvent, String extension) {
        Object value = cloudEvent.getExtension(extension);
        return value == null ? null : value.toString();
    }

    private static String required(@Nullable String value, String attribute, CloudEvent cloudEvent) {
        if (value == null) {
            throw new IllegalArgumentException("event " + cloudEvent.getId() + " has no attribute " + attribute);
        }
        return value;
    }
}
