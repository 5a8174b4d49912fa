package dev.slipway.service.aggregate;

import java.time.Instant;

/** Wakes aggregates. */
@FunctionalInterface
public interface Alarm {
    /** Wakes the aggregate at that time, or earlier where it is planned earlier already; at once where it is past. */
    void schedule(String id, Instant at);
}
