package dev.slipway.audit.application;

import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.NoteSigner;
import dev.slipway.auditlog.Proofs;
import dev.slipway.service.trace.TraceContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Signs the log. It signs only what it has recomputed from the records' stored bytes on top of what it signed before, and
 * nothing at all while the database is behind the checkpoint that is kept outside of it, or tells another story.
 */
public final class Checkpointer {

    /** Whether the log is signed. */
    public sealed interface Standing {
        record Signing() implements Standing {}

        /** @param reason names the record, leaf or file that is not as it should be */
        record Refusing(String reason) implements Standing {}
    }

    private final BatchStore batches;
    private final RecordStore records;
    private final CheckpointStore checkpoints;
    private final OutsideCopy outside;
    private final NoteSigner signer;
    private final BiConsumer<Checkpoint, SignedNote> tell;
    private final InstantSource clock;

    private Standing standing = new Standing.Signing();
    private boolean comparedWithOutside;
    private @Nullable Signed last;
    private @Nullable Signed untold;

    private record Signed(Checkpoint checkpoint, SignedNote note) {}

    /** @param tell says a checkpoint and its note to everybody; repeating it does no harm */
    public Checkpointer(
            BatchStore batches,
            RecordStore records,
            CheckpointStore checkpoints,
            OutsideCopy outside,
            NoteSigner signer,
            BiConsumer<Checkpoint, SignedNote> tell,
            InstantSource clock) {
        this.batches = batches;
        this.records = records;
        this.checkpoints = checkpoints;
        this.outside = outside;
        this.signer = signer;
        this.tell = tell;
        this.clock = clock;
    }

    public synchronized Standing standing() {
        return standing;
    }

    /** Signs what was appended since the last checkpoint, if anything; may be called at any time. */
    public synchronized Standing sign() {
        try {
            if (!comparedWithOutside) {
                compareWithOutside();
            }
            signNews();
            tellIfUntold();
            standing = new Standing.Signing();
        } catch (NotAsSigned e) {
            standing = new Standing.Refusing(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            standing = new Standing.Refusing("signing failed and is tried again: " + e);
            throw e;
        }
        return standing;
    }

    private void compareWithOutside() throws NotAsSigned {
        SignedNote newest = checkpoints.last().orElse(null);
        Signed stored = newest == null ? null : new Signed(open(newest.text(), "in the database"), newest);
        String copy = outside.read().orElse(null);
        if (copy != null) {
            Checkpoint seen = open(copy, "outside of the database");
            long size = batches.last().map(Batch::size).orElse(0L);
            if (size < seen.size()) {
                throw new NotAsSigned(("the database has %d leaves, but the checkpoint outside of it is of %d:"
                                + " it was set back; restore a newer backup, signing goes on by itself then")
                        .formatted(size, seen.size()));
            }
            if (!new Proofs(new BatchTree(batches)).root(seen.size()).equals(seen.root())) {
                throw new NotAsSigned("the first %d leaves are not those of the checkpoint outside of the database"
                        .formatted(seen.size()));
            }
        }
        last = stored;
        untold = stored; // it may be that a crash came before it was told
        comparedWithOutside = true;
    }

    private void signNews() throws NotAsSigned {
        Frontier checked = lastChecked();
        long signed = checked.size();
        for (Optional<Batch> next = batches.startingAt(signed);
                next.isPresent();
                next = batches.startingAt(checked.size())) {
            checked = check(checked, next.get());
        }
        if (checked.size() == signed) {
            return;
        }
        var checkpoint = new Checkpoint(signer.verifier().name(), checked.size(), checked.root());
        var note = new SignedNote(
                signer.sign(checkpoint.text()).format(),
                clock.instant(),
                TraceContext.start().toString());
        if (!checkpoints.insert(checkpoint.size(), note)) { // another instance was faster
            note = checkpoints
                    .at(checkpoint.size())
                    .orElseThrow(
                            () -> new IllegalStateException("the store refused a checkpoint that it does not have"));
            if (!open(note.text(), "in the database").equals(checkpoint)) {
                throw new NotAsSigned("another checkpoint of size %d was signed".formatted(checkpoint.size()));
            }
        }
        last = new Signed(checkpoint, note);
        untold = last;
    }

    private Frontier lastChecked() throws NotAsSigned {
        Signed signed = last;
        if (signed == null || signed.checkpoint().size() == 0) {
            return Frontier.EMPTY;
        }
        long size = signed.checkpoint().size();
        Frontier frontier = batches.endingAt(size)
                .map(Batch::frontier)
                .orElseThrow(
                        () -> new NotAsSigned("the batch that ends at the signed size %d is gone".formatted(size)));
        if (!frontier.root().equals(signed.checkpoint().root())) {
            throw new NotAsSigned("the batch that ends at %d has not the root that was signed".formatted(size));
        }
        return frontier;
    }

    /** Recomputes a batch from the records as they are stored now. */
    private Frontier check(Frontier before, Batch batch) throws NotAsSigned {
        Map<String, StoredRecord> stored =
                records.byId(batch.leaves().stream().map(Leaf::eventId).toList());
        List<Hash> leaves = new ArrayList<>();
        for (Leaf leaf : batch.leaves()) {
            StoredRecord record = stored.get(leaf.eventId());
            long index = batch.start() + leaves.size();
            if (record == null) {
                throw new NotAsSigned("the record of leaf %d, event %s, is gone".formatted(index, leaf.eventId()));
            }
            if (!record.bytes().leaf().equals(leaf.hash())) {
                throw new NotAsSigned("the record of leaf %d, event %s, was changed".formatted(index, leaf.eventId()));
            }
            leaves.add(leaf.hash());
        }
        Frontier after = before.append(leaves);
        if (!after.equals(batch.frontier())) {
            throw new NotAsSigned("the batch at %d does not follow from the leaves before it".formatted(batch.start()));
        }
        return after;
    }

    /** The copy outside comes first: nobody may have seen a checkpoint that a database set back could fall behind of. */
    private void tellIfUntold() {
        Signed news = untold;
        if (news != null) {
            outside.write(news.note().text());
            tell.accept(news.checkpoint(), news.note());
            untold = null;
        }
    }

    private Checkpoint open(String note, String place) throws NotAsSigned {
        try {
            return Checkpoint.open(note, signer.verifier());
        } catch (IllegalArgumentException e) {
            throw new NotAsSigned("the checkpoint %s is not one of this log: %s".formatted(place, e.getMessage()));
        }
    }

    private static final class NotAsSigned extends Exception {
        private static final long serialVersionUID = 1;

        NotAsSigned(String message) {
            super(message);
        }
    }
}
