package dev.slipway.canary.domain;

import java.time.Instant;
import java.util.List;

/** All that was seen over one interval. {@code to} is when the samples were taken. */
public record Measurement(Instant from, Instant to, List<Reading> readings) {
    public Measurement {
        readings = List.copyOf(readings);
    }
}
