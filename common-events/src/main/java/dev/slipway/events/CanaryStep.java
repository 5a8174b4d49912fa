package dev.slipway.events;

import java.time.Duration;

/** A share of the traffic, in percent, and how long it is held once it is confirmed. */
public record CanaryStep(int weight, Duration hold) {
    public CanaryStep {
        if (weight < 1 || weight > 100) {
            throw new IllegalArgumentException("canary weight is " + weight + ": give 1 to 100 percent");
        }
        if (hold.isNegative()) {
            throw new IllegalArgumentException("canary hold is " + hold + ": give zero or more");
        }
    }
}
