package dev.slipway.audit.domain;

import dev.slipway.auditlog.Content;
import dev.slipway.auditlog.TrailRecord;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is stored. Only {@code bytes} and {@code content} are proven; all else is copied out of them to be
 * searched by.
 *
 * @param content what was said; null once it was erased
 */
public record StoredRecord(
        String eventId,
        String releaseId,
        long seq,
        String type,
        Instant time,
        long clock,
        RecordBytes bytes,
        @Nullable Content content) {

    /** No effect stands before its cause: the Lamport clock rises from one to the other, whatever the machines' clocks. */
    public static final Comparator<StoredRecord> CAUSAL_ORDER = Comparator.comparingLong(StoredRecord::clock)
            .thenComparing(StoredRecord::time)
            .thenComparing(StoredRecord::eventId);

    public static StoredRecord of(TrailRecord record, Content content) {
        return new StoredRecord(
                record.eventId(),
                record.releaseId(),
                record.seq(),
                record.type(),
                record.time(),
                record.clock(),
                RecordBytes.of(record),
                content);
    }

    public Leaf leaf() {
        return new Leaf(eventId, bytes.leaf());
    }
}
