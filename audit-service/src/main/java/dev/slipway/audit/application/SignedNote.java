package dev.slipway.audit.application;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A checkpoint as it was signed, and what it is told with. That is kept with it, so that it is told again, by whomever, in
 * the same words: who has heard it knows an event by its id, and one id has one content.
 *
 * @param text the signed note
 * @param at when it was signed, as exactly as a store keeps it
 * @param traceparent of the trace that its telling begins
 */
public record SignedNote(String text, Instant at, String traceparent) {
    public SignedNote {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
