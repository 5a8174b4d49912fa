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
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;

/**
 * A CDEvent of version 0.4 or 0.5 of the specification.
 *
 * @param source the system that says it, by its own account
 * @param kind subject and predicate, such as {@code artifact.packaged}
 * @param content the subject's content
 * @param custom what its sender added; a missing node where it added nothing
 * @param digest of the event, so that the same one is known again however it was wrapped
 * @see <a href="https://cdevents.dev/docs/">CDEvents</a>
 */
record CdEvent(
        String source, String kind, String subjectId, Instant at, JsonNode content, JsonNode custom, Digest digest) {
    private static final Pattern TYPE =
            Pattern.compile("dev\\.cdevents\\.([a-z]+\\.[a-z]+)\\.\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");
    private static final Pattern SPEC = Pattern.compile("0\\.[45]\\.\\d+");

    /** The event that holds a CDEvent where one of our own publishers says it. */
    private static final String BUILD_EVENTS = "dev.slipway.BuildEvents";

    private static final ObjectWriter CANONICAL = Json.MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    /**
     * Reads it bare, or as the data of a structured CloudEvent.
     *
     * @param cloudEventType the type that a binary CloudEvent's header names; null where there is none
     * @throws WrongCdEvent if it is none
     */
    static CdEvent read(String body, @Nullable String cloudEventType) {
        if (body.isBlank()) {
            throw new WrongCdEvent("body", "", "is empty", "send a CDEvent");
        }
        JsonNode root;
        try {
            root = Json.read(body, JsonNode.class);
        } catch (JacksonException e) {
            throw new WrongCdEvent("body", "", "is not JSON: " + e.getOriginalMessage(), "send a CDEvent");
        }
        boolean structured = root.has("specversion");
        String outer = structured ? root.path("type").asString("") : cloudEventType;
        JsonNode data = structured ? root.path("data") : root;
        JsonNode event = BUILD_EVENTS.equals(outer) ? data.path("cdevent") : data;
        String type = required(event, "context", "type");
        if (outer != null && !outer.equals(type) && !outer.equals(BUILD_EVENTS)) {
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
        return new CdEvent(
                required(event, "context", "source"),
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

    /** The order of members means nothing, so it makes no other event. */
    private static Digest digest(JsonNode event) {
        try {
            return new Digest("sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(CANONICAL.writeValueAsString(event).getBytes(StandardCharsets.UTF_8))));
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
