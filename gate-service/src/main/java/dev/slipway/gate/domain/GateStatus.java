package dev.slipway.gate.domain;

import dev.slipway.events.GatePhase;
import dev.slipway.events.Label;

/**
 * Where a gate stands.
 *
 * @param why the values that it passed or failed with, or what it waits for
 */
public record GateStatus(String name, GatePhase phase, Status status, String why) {
    /** How it stands. */
    public enum Status implements Label {
        PENDING,
        PASSED,
        FAILED,
        WAIVED
    }

    boolean lets() {
        return status == Status.PASSED || status == Status.WAIVED;
    }
}
