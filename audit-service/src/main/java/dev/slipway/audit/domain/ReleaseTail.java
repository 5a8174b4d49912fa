package dev.slipway.audit.domain;

import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.TrailRecord;

/**
 * The end of a release's chain, to which its next record is linked.
 *
 * @param length how many records the release has
 * @param last the leaf hash of the last of them, {@link Hash#NONE} if there is none
 */
public record ReleaseTail(String releaseId, long length, Hash last) {

    public static ReleaseTail start(String releaseId) {
        return new ReleaseTail(releaseId, 0, Hash.NONE);
    }

    public TrailRecord next(HeardEvent heard, Hash content) {
        return new TrailRecord(
                heard.eventId(),
                releaseId,
                length,
                last,
                heard.envelope().type(),
                heard.envelope().time(),
                heard.envelope().clock(),
                heard.source(),
                content);
    }

    /** @param leaf of the record that {@link #next} has made */
    public ReleaseTail after(Hash leaf) {
        return new ReleaseTail(releaseId, length + 1, leaf);
    }
}
