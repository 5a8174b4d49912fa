package dev.slipway.audit.application;

import dev.slipway.audit.domain.StoredRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records, which are written once: an event has one record, and a release has one record of each number. */
public interface RecordStore {

    /** Those that there are, by their event ids. */
    Map<String, StoredRecord> byId(Collection<String> eventIds);

    Optional<StoredRecord> at(String releaseId, long seq);

    /**
     * Inserts in this order, and stops at the first whose event or place is taken.
     *
     * @return how many were inserted; they survive the loss of the store's primary
     */
    int insert(List<StoredRecord> records);

    List<StoredRecord> ofRelease(String releaseId);

    List<StoredRecord> ofTypes(Set<String> types);

    /** The newest of a type, by their own time, the newest first. */
    List<StoredRecord> newest(String type, int limit);
}
