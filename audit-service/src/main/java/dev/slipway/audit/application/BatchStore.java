package dev.slipway.audit.application;

import dev.slipway.audit.domain.Batch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Batches, which are written once: a place in the tree has one batch, and an event has one leaf. */
public interface BatchStore {

    /** @return false if there is a batch at that place, or one of the events has a leaf */
    boolean insert(Batch batch);

    Optional<Batch> startingAt(long index);

    Optional<Batch> endingAt(long size);

    /** The batches of the chunk of {@link Batch#CHUNK} leaves that begins at this index, in order. */
    List<Batch> ofChunk(long start);

    Optional<Batch> last();

    /** Where the leaves of these events are; events without a leaf are left out. */
    Map<String, Long> indexes(Collection<String> eventIds);
}
