package dev.slipway.audit.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.auditlog.TrailRecord;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.codec.StructuredEvent;

/** An event, and where it was read. */
public record HeardEvent(EventEnvelope envelope, TrailRecord.Source source) {

    public String eventId() {
        return envelope.id().value();
    }

    public String releaseId() {
        return envelope.release().value();
    }

    /** What was said, in the one form that the same event always has. */
    public byte[] content() {
        return StructuredEvent.write(envelope).getBytes(UTF_8);
    }
}
