package dev.slipway.gate.application;

import dev.slipway.events.GateCheck;

/** Asks an address whether it answers as it should. */
@FunctionalInterface
public interface Prober {
    /** Never throws: that nobody answers is an answer. */
    Answer ask(GateCheck.Probe probe);

    /** @param text what came back, short enough to be shown: {@code 200 in 12 ms}, {@code connection refused} */
    record Answer(boolean asExpected, String text) {}
}
