package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names one event for good. It is derived from who said it and at which version of which aggregate, never random: saying
 * it again after a crash is saying the same event, and listeners can tell.
 */
public record EventId(@JsonValue String value) {
    @JsonCreator
    public EventId {
        if (value.isBlank() || value.length() > 400) {
            throw new IllegalArgumentException("event id has " + value.length() + " characters: give 1 to 400");
        }
    }

    /** The id of the {@code index}-th event that a service says as its aggregate becomes {@code version}. */
    public static EventId derived(String service, String aggregate, long version, int index) {
        return new EventId(service + "/" + aggregate + "/" + version + "/" + index);
    }

    @Override
    public String toString() {
        return value;
    }
}
