package dev.slipway.auditlog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A leaf of the log: which event was heard, where, and which record of the same release it follows.
 *
 * @param eventId of the event; an event is in the log once
 * @param releaseId whose chain this is a link of
 * @param seq 0 for the first record of the release, then without gaps
 * @param previous the leaf hash of the release's record before this one, {@link Hash#NONE} for the first
 * @param clock the event's Lamport clock
 * @param content commits to what was said, see {@link Content}
 */
public record TrailRecord(
        String eventId,
        String releaseId,
        long seq,
        Hash previous,
        String type,
        Instant time,
        long clock,
        Source source,
        Hash content) {

    private static final int FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** Where in Kafka the event was read. */
    public record Source(String topic, int partition, long offset) {}

    public TrailRecord {
        if (eventId.isEmpty() || releaseId.isEmpty() || type.isEmpty()) {
            throw new IllegalArgumentException(
                    "eventId '%s', releaseId '%s' and type '%s' must not be empty".formatted(eventId, releaseId, type));
        }
        if (seq < 0 || (seq == 0) != previous.equals(Hash.NONE)) {
            throw new IllegalArgumentException(
                    "record %s: the first of a release, and no other, has seq 0 and no predecessor".formatted(eventId));
        }
    }

    @JsonPropertyOrder({
        "v",
        "id",
        "release",
        "seq",
        "prev",
        "type",
        "time",
        "clock",
        "topic",
        "partition",
        "offset",
        "content"
    })
    private record Wire(
            int v,
            String id,
            String release,
            long seq,
            String prev,
            String type,
            String time,
            long clock,
            String topic,
            int partition,
            long offset,
            String content) {}

    /** The exact bytes that are hashed: one JSON object on one line, its fields in a fixed order. */
    public byte[] bytes() {
        return JSON.writeValueAsBytes(new Wire(
                FORMAT,
                eventId,
                releaseId,
                seq,
                previous.hex(),
                type,
                time.toString(),
                clock,
                source.topic(),
                source.partition(),
                source.offset(),
                content.hex()));
    }

    public Hash leaf() {
        return Hash.leaf(bytes());
    }

    /** @throws IllegalArgumentException unless the bytes are exactly what {@link #bytes()} writes */
    public static TrailRecord parse(byte[] bytes) {
        TrailRecord parsed;
        try {
            Wire wire = JSON.readValue(bytes, Wire.class);
            if (wire.v() != FORMAT) {
                throw new IllegalArgumentException(
                        "a record of format %d needs a newer version of this program".formatted(wire.v()));
            }
            parsed = new TrailRecord(
                    wire.id(),
                    wire.release(),
                    wire.seq(),
                    Hash.ofHex(wire.prev()),
                    wire.type(),
                    Instant.parse(wire.time()),
                    wire.clock(),
                    new Source(wire.topic(), wire.partition(), wire.offset()),
                    Hash.ofHex(wire.content()));
        } catch (JacksonException | DateTimeException e) {
            throw new IllegalArgumentException("not a record of the trail: " + e.getMessage(), e);
        }
        if (!Arrays.equals(parsed.bytes(), bytes)) {
            throw new IllegalArgumentException(
                    "record %s is not written as this log writes records".formatted(parsed.eventId()));
        }
        return parsed;
    }
}
