package dev.slipway.gate.evidence;

/** A share of a whole. */
final class Ratio {
    private Ratio() {}

    /** 1 for a part of nothing: code without branches has none that is not covered. */
    static double of(long part, long whole) {
        return whole == 0 ? 1.0 : (double) part / whole;
    }
}
