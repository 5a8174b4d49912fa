package dev.slipway.audit.application;

import dev.slipway.audit.domain.ReleaseTail;
import dev.slipway.audit.domain.StoredRecord;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where releases' chains end. What is remembered may be out of date, because another instance wrote; then the next insert
 * is refused, and the tail is looked up.
 */
final class Tails {

    private static final int REMEMBERED = 10_000;

    private final RecordStore records;
    private final Map<String, ReleaseTail> remembered = new ConcurrentHashMap<>();

    Tails(RecordStore records) {
        this.records = records;
    }

    ReleaseTail of(String releaseId) {
        ReleaseTail tail = remembered.get(releaseId);
        return tail == null ? lookUp(releaseId) : tail;
    }

    void remember(ReleaseTail tail) {
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        remembered.put(tail.releaseId(), tail);
    }

    void forget(String releaseId) {
        remembered.remove(releaseId);
    }

    /**
     * Numbers have no gaps, so the last is found by doubling and halving, with reads by a unique key only: sorting is what
     * some stores do by reading everything.
     */
    private ReleaseTail lookUp(String releaseId) {
        long above = 1;
        while (records.at(releaseId, above - 1).isPresent()) {
            above *= 2;
        }
        long below = above / 2; // the record with the number below - 1 exists, the one with above - 1 does not
        while (above - below > 1) {
            long middle = below + (above - below) / 2;
            if (records.at(releaseId, middle - 1).isPresent()) {
                below = middle;
            } else {
                above = middle;
            }
        }
        Optional<StoredRecord> last = below == 0 ? Optional.empty() : records.at(releaseId, below - 1);
        ReleaseTail tail = last.map(record -> new ReleaseTail(
                        releaseId, record.seq() + 1, record.bytes().leaf()))
                .orElseGet(() -> ReleaseTail.start(releaseId));
        remember(tail);
        return tail;
    }
}
