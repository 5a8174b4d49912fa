package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One write to the store.
 *
 * @param object the object as written; as it was last, for a deletion; never to be modified
 * @param before the object that it replaced
 */
public record Change(
        long resourceVersion,
        Kind kind,
        ObjectKey key,
        ObjectNode object,
        @Nullable ObjectNode before) {

    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }
}
