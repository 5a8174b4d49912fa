package dev.slipway.events;

/** The new version shall get this share of the traffic. {@code step} counts from 0. */
public record TrafficShiftRequested(String environment, int step, int weight) implements Event {
    public TrafficShiftRequested {
        if (weight < 0 || weight > 100) {
            throw new IllegalArgumentException("weight is " + weight + ": give 0 to 100 percent");
        }
    }
}
