package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.EvidenceResult.Reason;

/** Carries a refusal out of a parser's depths; {@link EvidenceReader} makes it a value. */
final class Unreadable extends RuntimeException {
    private final Reason reason;

    Unreadable(Reason reason, String problem) {
        super(problem, null, false, false);
        this.reason = reason;
    }

    EvidenceResult result() {
        return new EvidenceResult.Unreadable(reason, String.valueOf(getMessage()));
    }
}
