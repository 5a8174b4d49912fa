package dev.slipway.gate.cdevents;

import dev.slipway.events.Digest;
import dev.slipway.events.codec.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A CDEvent of version 0.4 or 0.5 of the specification.
 *
 * @param kind subject and predicate, such as {@code artifact.packaged}
 * @param content the subject's content
 * @param custom what its sender added; a missing node where it added nothing
 * @param digest of the event, so that the same one is known again however it was wrapped
 * @see <a href="https://cdevents.dev/docs/">CDEvents</a>
 */
record CdEvent(String kind, String subjectId, Instant at, JsonNode content, JsonNode custom, Digest digest) {
    private static final Pattern TYPE =
            Pattern.compile("dev\\.cdevents\\.([a-z]+\\.[a-z]+)\\.\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");
    private static final Pattern SPEC = Pattern.compile("0\\.[45]\\.\\d+");

    /**
     * Reads it bare, or as the data of a structured CloudEvent.
     *
     * @param cloudEventType the type that a binary CloudEvent's header names; null where there is none
     */
    static CdEvent read(String body, @Nullable String cloudEventType) {
        JsonNode root;
        try {
            root = Json.read(body, JsonNode.class);
        } catch (JacksonException e) {
            throw new WrongCdEvent("body", "", "is not JSON: " + e.getOriginalMessage(), "send a CDEvent");
        }
        JsonNode event = root.has("specversion") ? root.path("data") : root;
        String type = required(event, "context", "type");
        String outer = root.has("specversion") ? root.path("type").asString("") : cloudEventType;
        if (outer != null && !outer.equals(type)) {
            throw new WrongCdEvent(
                    "type", outer, "is the CloudEvent's, the CDEvent in it is a " + type, "give both the same type");
        }
        Matcher matcher = TYPE.matcher(type);
        if (!matcher.matches()) {
            throw new WrongCdEvent(
                    "context.type",
                    type,
                    "is no CDEvent's type",
                    "give one such as dev.cdevents.artifact.packaged.0.3.0");
        }
        JsonNode context = event.path("context");
        String spec =
                context.path("specversion").asString(context.path("version").asString(""));
        if (!SPEC.matcher(spec).matches()) {
            throw new WrongCdEvent(
                    context.has("specversion") ? "context.specversion" : "context.version",
                    spec,
                    "is not a version of CDEvents that is understood",
                    "send CDEvents 0.4.1 or 0.5.1");
        }
        required(event, "context", "id");
        required(event, "context", "source");
        return new CdEvent(
                matcher.group(1),
                required(event, "subject", "id"),
                time(required(event, "context", "timestamp")),
                event.path("subject").path("content"),
                event.path("customData"),
                digest(event));
    }

    private static String required(JsonNode event, String part, String member) {
        JsonNode value = event.path(part).path(member);
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new WrongCdEvent(part + "." + member, "", "is missing", "CDEvents ask for it");
        }
        return value.stringValue();
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            throw new WrongCdEvent(
                    "context.timestamp", text, "is not a time with its offset", "give it like 2026-11-21T12:00:00Z");
        }
    }

    private static Digest digest(JsonNode event) {
        try {
            return new Digest("sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(Json.write(event).getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Nullable
    String custom(String member) {
        JsonNode value = custom.path(member);
        return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
    }

    /** CDEvents have no member for it, so it has to be among those that its sender added. */
    String customRequired(String member, String what) {
        String value = custom(member);
        if (value == null) {
            throw new WrongCdEvent("customData." + member, "", "is missing from " + kind, "give " + what);
        }
        return value;
    }
}
