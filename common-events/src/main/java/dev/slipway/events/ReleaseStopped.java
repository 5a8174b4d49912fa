package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** The release ended before its pipeline did. */
public record ReleaseStopped(Outcome outcome, String detail) implements Event {
    /** How it ended. */
    public enum Outcome implements Label {
        FAILED,
        REJECTED,
        EXPIRED,
        SUPERSEDED,
        ABORTED,
        ROLLED_BACK,
        @JsonEnumDefaultValue
        OTHER
    }
}
