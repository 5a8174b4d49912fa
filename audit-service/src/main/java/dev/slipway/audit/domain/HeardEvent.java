package dev.slipway.audit.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.auditlog.TrailRecord;
import dev.slipway.events.EventEnvelope;

/**
 * An event, and where it was read.
 *
 * @param said the event in the one form that the same event always has, with all that was said: the envelope holds only what
 *     this version knows
 */
public record HeardEvent(EventEnvelope envelope, String said, TrailRecord.Source source) {

    public String eventId() {
        return envelope.id().value();
    }

    public String releaseId() {
        return envelope.release().value();
    }

    public byte[] content() {
        return said.getBytes(UTF_8);
    }
}
