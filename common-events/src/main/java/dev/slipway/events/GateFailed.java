package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/**
 * A gate cannot hold any more.
 *
 * @param detail what was found and what was asked for, with the values
 * @param action what the pipeline says to do, such as {@code block} or {@code review:security}
 */
public record GateFailed(GatePhase phase, String gate, Cause cause, String detail, String action) implements Event {
    /** Why it cannot. */
    public enum Cause implements Label {
        CONDITION,
        REJECTED,
        EXPIRED,
        TIMED_OUT,
        PROBE,
        @JsonEnumDefaultValue
        OTHER
    }

    public GateFailed {
        if (detail.isBlank()) {
            throw new IllegalArgumentException("gate " + gate + " failed without a detail: say what was found");
        }
    }
}
