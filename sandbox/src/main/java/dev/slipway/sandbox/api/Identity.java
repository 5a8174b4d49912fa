package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which object a write is about, and what of it a write can change. */
final class Identity {
    private Identity() {}

    /** What may change through an address: the status through its own, all else through the object's. */
    static ObjectNode narrowed(ObjectKey key, ObjectNode live, ObjectNode proposed, String subresource) {
        requireType(key.type(), proposed);
        requireSame(key, live, proposed);
        ObjectNode next = subresource.equals(Resources.STATUS) ? live.deepCopy() : proposed;
        JsonNode status = (subresource.equals(Resources.STATUS) ? proposed : live).get(Resources.STATUS);
        if (key.type().hasStatus()) {
            setOrRemove(next, Resources.STATUS, status);
        }
        ObjectNode was = Json.metadata(live.deepCopy());
        ObjectNode metadata = Json.metadata(next);
        for (String field : List.of(
                "name",
                "namespace",
                "uid",
                "creationTimestamp",
                "generation",
                "resourceVersion",
                "managedFields",
                "deletionTimestamp",
                "deletionGracePeriodSeconds")) {
            setOrRemove(metadata, field, was.get(field));
        }
        return next;
    }

    static void requireType(ResourceType type, ObjectNode object) {
        String kind = object.path("kind").asText(type.kind());
        String apiVersion = object.path("apiVersion").asText(type.apiVersion());
        if (!kind.equals(type.kind()) || !apiVersion.equals(type.apiVersion())) {
            throw StatusException.badRequest("%s %s in version \"%s\" cannot be handled as %s in version \"%s\""
                    .formatted(
                            kind,
                            Json.text(object.path("metadata"), "name"),
                            apiVersion,
                            type.kind(),
                            type.apiVersion()));
        }
        object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    }

    private static void requireSame(ObjectKey key, ObjectNode live, ObjectNode proposed) {
        JsonNode was = live.path("metadata");
        JsonNode is = proposed.path("metadata");
        if (!is.path("name").asText(key.name()).equals(key.name())) {
            throw StatusException.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(Json.text(is, "name"), key.name()));
        }
        String uid = Json.text(is, "uid");
        if (!uid.isEmpty() && !uid.equals(Json.text(was, "uid"))) {
            throw StatusException.conflict(
                    key,
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(uid, Json.text(was, "uid")));
        }
        String version = Json.text(is, "resourceVersion");
        if (!version.isEmpty() && !version.equals(Json.text(was, "resourceVersion"))) {
            throw StatusException.stale(key);
        }
    }

    private static void setOrRemove(ObjectNode object, String field, @Nullable JsonNode value) {
        if (value == null) {
            object.remove(field);
        } else {
            object.set(field, value);
        }
    }
}
