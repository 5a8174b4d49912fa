package dev.slipway.audit.domain;

import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.TrailRecord;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record's bytes as the store has them, which need not be as they were written. */
public final class RecordBytes {

    private final byte[] bytes;

    public RecordBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public static RecordBytes of(TrailRecord record) {
        return new RecordBytes(record.bytes());
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public Hash leaf() {
        return Hash.leaf(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "RecordBytes[%d]".formatted(bytes.length);
    }
}
