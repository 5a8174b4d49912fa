package dev.slipway.service.aggregate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate as one document: everything that one conditional write has to keep together.
 *
 * @param version how often it was saved; 0 for one that never was
 * @param state JSON
 * @param clock the Lamport clock of all that it heard and said
 * @param seen the keys of the signals that it has taken
 * @param outbox events, in structured form, that are decided and perhaps not yet published
 * @param early events, in structured form, that wait for what they depend on
 * @param wakeAt when it is to be worked on; null for never
 * @param lease who works on it, and until when; null for nobody
 * @param traceparent of its last change, which the work that it wants goes on; null where it had none
 * @param indexed fields for queries
 */
public record StoredAggregate(
        String id,
        long version,
        String state,
        long clock,
        List<String> seen,
        List<String> outbox,
        List<String> early,
        @Nullable Instant wakeAt,
        @Nullable Lease lease,
        @Nullable String traceparent,
        Map<String, Object> indexed) {
    public StoredAggregate {
        seen = List.copyOf(seen);
        outbox = List.copyOf(outbox);
        early = List.copyOf(early);
        indexed = Map.copyOf(indexed);
    }

    /** Who works on an aggregate, and until when nobody else may. */
    public record Lease(String owner, Instant until) {
        /** Whether {@code owner} may not work yet. */
        public boolean isHeldByOther(String owner, Instant now) {
            return !this.owner.equals(owner) && now.isBefore(until);
        }
    }
}
