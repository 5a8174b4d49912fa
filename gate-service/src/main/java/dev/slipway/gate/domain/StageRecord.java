package dev.slipway.gate.domain;

import java.time.Instant;
import java.util.List;

/** A stage that the release has behind it. */
public record StageRecord(String name, Instant startedAt, Instant endedAt, List<GateStatus> gates) {
    public StageRecord {
        gates = List.copyOf(gates);
    }
}
