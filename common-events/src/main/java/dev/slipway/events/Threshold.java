package dev.slipway.events;

/**
 * A bound on a metric, which itself is still healthy.
 *
 * @param value in the metric's own unit; for {@link Kind#MAX_INCREASE_RELATIVE} a share of the baseline (0.1 is 10 %)
 */
public record Threshold(Kind kind, double value) {
    /** What is bounded. */
    public enum Kind implements Label {
        MAX,
        MIN,
        /** The new version's value less stable's over the same interval: percentage points for a ratio. */
        MAX_INCREASE,
        /** The same, as a share of stable's value. */
        MAX_INCREASE_RELATIVE
    }

    public Threshold {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("threshold " + kind.label() + " is " + value + ": give a finite number");
        }
    }

    public boolean needsBaseline() {
        return kind == Kind.MAX_INCREASE || kind == Kind.MAX_INCREASE_RELATIVE;
    }
}
