package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A request that is refused, with the {@code Status} object that says so. */
public final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One reason among several, at a field. */
    record Cause(String reason, String message, String field) {}

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    private StatusException(int code, String reason, String message, ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    static StatusException of(int code, String reason, String message) {
        return new StatusException(code, reason, message, Json.object());
    }

    static StatusException badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    static StatusException unauthorized() {
        return of(401, "Unauthorized", "Unauthorized");
    }

    static StatusException noSuchPath() {
        return of(404, "NotFound", "the server could not find the requested resource");
    }

    static StatusException notFound(ObjectKey key) {
        return about(
                key,
                404,
                "NotFound",
                "%s \"%s\" not found".formatted(key.type().qualifiedName(), key.name()),
                List.of());
    }

    static StatusException alreadyExists(ObjectKey key) {
        String message = "%s \"%s\" already exists".formatted(key.type().qualifiedName(), key.name());
        return about(key, 409, "AlreadyExists", message, List.of());
    }

    static StatusException conflict(ObjectKey key, String why) {
        String message = "Operation cannot be fulfilled on %s \"%s\": %s"
                .formatted(key.type().qualifiedName(), key.name(), why);
        return about(key, 409, "Conflict", message, List.of());
    }

    static StatusException stale(ObjectKey key) {
        return conflict(
                key, "the object has been modified; please apply your changes to the latest version and try again");
    }

    static StatusException applyConflicts(ObjectKey key, List<Cause> conflicts) {
        String each = String.join(
                ", ", conflicts.stream().map(c -> c.message + ": " + c.field).toList());
        String message = "Apply failed with %d conflict%s: %s"
                .formatted(conflicts.size(), conflicts.size() == 1 ? "" : "s", each);
        return about(key, 409, "Conflict", message, conflicts);
    }

    static StatusException invalid(ObjectKey key, List<Cause> causes) {
        String each = String.join(
                ", ", causes.stream().map(c -> c.field + ": " + c.message).toList());
        String message = "%s \"%s\" is invalid: %s"
                .formatted(
                        key.type().group().isEmpty()
                                ? key.type().kind()
                                : key.type().kind() + "." + key.type().group(),
                        key.name(),
                        each);
        return about(key, 422, "Invalid", message, causes);
    }

    static StatusException expired(long asked, long oldest) {
        return of(410, "Expired", "too old resource version: %d (%d)".formatted(asked, oldest));
    }

    private static StatusException about(ObjectKey key, int code, String reason, String message, List<Cause> causes) {
        ObjectNode details = Json.object();
        details.put("name", key.name());
        if (!key.type().group().isEmpty()) {
            details.put("group", key.type().group());
        }
        details.put("kind", code == 422 ? key.type().kind() : key.type().plural());
        for (Cause cause : causes) {
            details.withArray("causes")
                    .addObject()
                    .put("reason", cause.reason)
                    .put("message", cause.message)
                    .put("field", cause.field);
        }
        return new StatusException(code, reason, message, details);
    }

    public int code() {
        return code;
    }

    ObjectNode status() {
        ObjectNode status = Json.object()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", getMessage())
                .put("reason", reason);
        status.putObject("metadata");
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }
}
