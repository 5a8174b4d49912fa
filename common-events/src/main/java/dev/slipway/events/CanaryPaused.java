package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** The canary stays at its weight until a person decides. */
public record CanaryPaused(String environment, int step, int weight, Cause cause, String detail) implements Event {
    /** Why it stays. */
    public enum Cause implements Label {
        BREACH,
        NO_DATA,
        SOURCE_ERRORS,
        PERSON,
        @JsonEnumDefaultValue
        OTHER
    }
}
