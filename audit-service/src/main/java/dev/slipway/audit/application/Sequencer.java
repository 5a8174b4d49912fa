package dev.slipway.audit.application;

import static java.util.Comparator.comparing;

import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Frontier;
import java.util.ArrayList;
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

    private final Map<String, Leaf> waiting = new LinkedHashMap<>(); // its own lock: offering never waits for the store
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
            List<Leaf> leaves = take(Batch.room(behind.size()));
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
        var again = batch.leaves().stream()
                .filter(leaf -> !known.containsKey(leaf.eventId()))
                .toList();
        synchronized (waiting) {
            var behind = new ArrayList<>(waiting.values());
            waiting.clear();
            again.forEach(leaf -> waiting.put(leaf.eventId(), leaf)); // first, to keep releases' records in order
            behind.forEach(leaf -> waiting.putIfAbsent(leaf.eventId(), leaf));
        }
    }

    private List<Leaf> take(int most) {
        synchronized (waiting) {
            List<Leaf> taken = waiting.values().stream().limit(most).toList();
            taken.forEach(leaf -> waiting.remove(leaf.eventId()));
            return taken;
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
