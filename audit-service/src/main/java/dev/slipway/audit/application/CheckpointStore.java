package dev.slipway.audit.application;

import java.util.Optional;

/** Signed notes by the size that they are of: one for each, for ever. */
public interface CheckpointStore {

    /** @return false if there is a checkpoint of that size */
    boolean insert(long size, SignedNote note);

    Optional<SignedNote> at(long size);

    /** The one of the largest size. */
    Optional<SignedNote> last();
}
