package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * How to delete.
 *
 * @param graceSeconds how long a pod may take to stop; its own time if empty
 * @param orphan whether what it owns stays
 * @param uid what it must be, and nothing of the same name; empty for whatever it is
 * @param resourceVersion what it must be; empty for whatever it is
 */
public record DeleteOptions(
        OptionalLong graceSeconds, boolean orphan, String uid, String resourceVersion, boolean dryRun) {
    public static final DeleteOptions DEFAULT = new DeleteOptions(OptionalLong.empty(), false, "", "", false);

    static DeleteOptions read(JsonNode body, Query query) {
        JsonNode grace = body.path("gracePeriodSeconds");
        String asked = grace.isNumber() ? grace.asText() : query.get("gracePeriodSeconds");
        boolean dryRun = !body.path("dryRun").isEmpty() || query.has("dryRun");
        String propagation = body.path("propagationPolicy").asText(query.get("propagationPolicy"));
        return new DeleteOptions(
                asked.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(asked)),
                propagation.equals("Orphan") || body.path("orphanDependents").asBoolean(false),
                Json.text(body.path("preconditions"), "uid"),
                Json.text(body.path("preconditions"), "resourceVersion"),
                dryRun);
    }
}
