package dev.slipway.gate.evidence;

/** What came of reading a report. */
public sealed interface EvidenceResult {
    /** It was understood. */
    record Read(EvidenceFormat format, Facts facts) implements EvidenceResult {}

    /**
     * It was not; nothing of it counts.
     *
     * @param problem where it went wrong, what was found, what was expected
     */
    record Unreadable(Reason reason, String problem) implements EvidenceResult {}

    /** Why it was not. */
    enum Reason {
        /** More bytes than are read. */
        TOO_LARGE,
        /** Nested deeper than is followed. */
        TOO_DEEP,
        /** Not XML or JSON, or broken off. */
        NOT_WELL_FORMED,
        /** Well-formed, but not the report that was expected. */
        NOT_EXPECTED
    }
}
