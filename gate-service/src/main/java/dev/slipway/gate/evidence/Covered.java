package dev.slipway.gate.evidence;

import java.util.Map;

/** How much of a whole tests have reached. */
record Covered(long part, long whole) {
    /** 1 for a part of nothing: code without branches has none that is not covered. */
    double share() {
        return whole == 0 ? 1.0 : (double) part / whole;
    }

    /** The share under that name, and beside it what it is a share of, by which several reports are weighted. */
    Map<String, Object> facts(String name) {
        return Map.of(name, share(), name + "_covered", part, name + "_total", whole);
    }
}
