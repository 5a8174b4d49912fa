package dev.slipway.audit.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.auditlog.Content;
import dev.slipway.events.DeadLetterResent;
import dev.slipway.events.Digest;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.UnknownEvent;
import dev.slipway.events.codec.Json;
import dev.slipway.events.codec.StructuredEvent;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, as the trail knows it.
 *
 * @param id the place where it is kept, {@code <topic>.dlt/<partition>/<offset>}, which is also its record's id
 * @param at when it was kept
 * @param release whose trail it is in
 * @param clock of its record
 */
public record Letter(String id, Instant at, ReleaseId release, long clock, Said said) {
    /** The type of its record. */
    public static final String TYPE = "DeadLetter";

    /**
     * What its record says, beside what each has.
     *
     * @param source its topic, partition and offset, where it could not be handled
     * @param event the id that it claims as an event
     */
    public record Said(
            String source,
            String service,
            String reason,
            @Nullable String key,
            @Nullable String event,
            @Nullable Digest digest) {}

    /** Empty for a record of something else, and for one whose content was erased. */
    public static Optional<Letter> of(StoredRecord stored) {
        Content content = stored.content();
        if (!stored.type().equals(TYPE) || content == null) {
            return Optional.empty();
        }
        EventEnvelope envelope = StructuredEvent.read(new String(content.bytes(), UTF_8));
        return envelope.event() instanceof UnknownEvent(String _, String json)
                ? Optional.of(new Letter(
                        stored.eventId(),
                        envelope.time(),
                        envelope.release(),
                        envelope.clock(),
                        Json.read(json, Said.class)))
                : Optional.empty();
    }

    public boolean isOfARelease() {
        return !release.equals(DeadLetterResent.OF_NO_RELEASE);
    }
}
