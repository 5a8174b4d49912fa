package dev.slipway.audit.application;

import static java.util.Comparator.comparing;

import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Frontier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives records their leaves. Any number of instances may do so at once: the batch that is stored at the tree's size has
 * won, and all others start again behind it.
 */
public final class Sequencer {

    private final BatchStore batches;

    /** Until they have their leaf, whatever the store answers. Its own lock: offering never waits for the store. */
    private final Map<String, Leaf> waiting = new LinkedHashMap<>();

    private @Nullable Frontier head;
    private @Nullable Batch open;

    public Sequencer(BatchStore batches) {
        this.batches = batches;
    }

    /** Records that are stored for good and have no leaf yet. */
    public void offer(List<Leaf> leaves) {
        synchronized (waiting) {
            leaves.forEach(leaf -> waiting.putIfAbsent(leaf.eventId(), leaf));
        }
    }

    /** Records that were stored before, of which a crash may have left some without a leaf. */
    public void offerAgain(Collection<StoredRecord> records) {
        if (!records.isEmpty()) {
            Map<String, Long> known =
                    batches.indexes(records.stream().map(StoredRecord::eventId).toList());
            offer(records.stream()
                    .filter(record -> !known.containsKey(record.eventId()))
                    .sorted(comparing(StoredRecord::releaseId).thenComparingLong(StoredRecord::seq))
                    .map(StoredRecord::leaf)
                    .toList());
        }
    }

    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Returns when all that was offered before, by whomever, has its leaf. */
    public void drain() {
        while (step()) {
            // a batch at a time, so that others come in between
        }
    }

    private synchronized boolean step() {
        Frontier behind = head();
        Batch batch = open;
        if (batch == null) {
            List<Leaf> leaves = next(Batch.room(behind.size()));
            if (leaves.isEmpty()) {
                return false;
            }
            batch = Batch.after(behind, leaves, UUID.randomUUID().toString());
            open = batch; // stays if the store does not answer: then the very same batch is tried again
        }
        boolean won = batches.insert(batch);
        Optional<Batch> there = won ? Optional.of(batch) : batches.startingAt(batch.start());
        open = null;
        if (there.isPresent() && there.get().id().equals(batch.id())) {
            head = batch.frontier();
            sequenced(batch.leaves().stream().map(Leaf::eventId).toList());
        } else {
            lost(batch, there.isPresent());
        }
        return true;
    }

    private void lost(Batch batch, boolean placeTaken) {
        head = null;
        Map<String, Long> known =
                batches.indexes(batch.leaves().stream().map(Leaf::eventId).toList());
        if (known.isEmpty() && !placeTaken) {
            throw new IllegalStateException(
                    "the store refused the batch at %d, but has neither that batch nor any of its leaves"
                            .formatted(batch.start()));
        }
        sequenced(known.keySet()); // the others go on in their places, ahead of what came later
    }

    private List<Leaf> next(int most) {
        synchronized (waiting) {
            return waiting.values().stream().limit(most).toList();
        }
    }

    private void sequenced(Collection<String> eventIds) {
        synchronized (waiting) {
            eventIds.forEach(waiting::remove);
        }
    }

    private Frontier head() {
        Frontier at = head;
        if (at == null) {
            at = batches.last().map(Batch::frontier).orElse(Frontier.EMPTY);
            head = at;
        }
        return at;
    }
}
