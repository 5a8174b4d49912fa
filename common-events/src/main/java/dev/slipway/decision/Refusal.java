package dev.slipway.decision;

import dev.slipway.events.Label;
import org.jspecify.annotations.Nullable;

/**
 * An expected no, as a value: what is refused, in which words, and what to do about it.
 *
 * @param code a stable word for programs, such as {@code version-exists}
 * @param field what stands in the way: a field of the request, or of the state that the request does not fit; null where it
 *     is about nothing in particular
 * @param value what the field is; null where it is missing
 * @param remedy what the caller can do
 */
public record Refusal(
        Kind kind,
        String code,
        String detail,
        @Nullable String field,
        @Nullable String value,
        String remedy) {
    /** What sort of no it is; adapters turn it into their own, such as an HTTP status. */
    public enum Kind implements Label {
        /** The request itself is wrong. */
        INVALID,
        /** The caller may not. */
        FORBIDDEN,
        /** What it is about does not exist. */
        NOT_FOUND,
        /** It does not fit the present state. */
        CONFLICT
    }

    public static Refusal invalid(String code, String detail, String remedy) {
        return new Refusal(Kind.INVALID, code, detail, null, null, remedy);
    }

    public static Refusal forbidden(String code, String detail, String remedy) {
        return new Refusal(Kind.FORBIDDEN, code, detail, null, null, remedy);
    }

    public static Refusal notFound(String code, String detail, String remedy) {
        return new Refusal(Kind.NOT_FOUND, code, detail, null, null, remedy);
    }

    public static Refusal conflict(String code, String detail, String remedy) {
        return new Refusal(Kind.CONFLICT, code, detail, null, null, remedy);
    }

    /** The same, with what it is about. */
    public Refusal about(String field, @Nullable Object value) {
        return new Refusal(kind, code, detail, field, value == null ? null : value.toString(), remedy);
    }
}
