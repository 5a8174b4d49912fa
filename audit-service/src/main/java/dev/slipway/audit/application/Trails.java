package dev.slipway.audit.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.audit.domain.Environment;
import dev.slipway.audit.domain.Evidence;
import dev.slipway.audit.domain.SourceOfTruth;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.ConsistencyProof;
import dev.slipway.auditlog.Content;
import dev.slipway.auditlog.InclusionProof;
import dev.slipway.auditlog.Note;
import dev.slipway.auditlog.NoteVerifier;
import dev.slipway.auditlog.Proofs;
import dev.slipway.auditlog.TrailBundle;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.codec.StructuredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers from the trail, and proves what it answers. */
public final class Trails {

    private final RecordStore records;
    private final BatchStore batches;
    private final CheckpointStore checkpoints;
    private final Sequencer sequencer;
    private final Checkpointer checkpointer;
    private final NoteVerifier key;
    private final Proofs proofs;

    public Trails(
            RecordStore records,
            BatchStore batches,
            CheckpointStore checkpoints,
            Sequencer sequencer,
            Checkpointer checkpointer,
            NoteVerifier key) {
        this.records = records;
        this.batches = batches;
        this.checkpoints = checkpoints;
        this.sequencer = sequencer;
        this.checkpointer = checkpointer;
        this.key = key;
        this.proofs = new Proofs(new BatchTree(batches));
    }

    /** A release's records in causal order; empty if nothing was heard of it. */
    public List<StoredRecord> trail(String releaseId) {
        return records.ofRelease(releaseId).stream()
                .sorted(StoredRecord.CAUSAL_ORDER)
                .toList();
    }

    /** Where the leaves of records are; without those that have none yet. */
    public Map<String, Long> indexes(List<StoredRecord> some) {
        return batches.indexes(some.stream().map(StoredRecord::eventId).toList());
    }

    public List<EventEnvelope> events(String releaseId) {
        return events(trail(releaseId));
    }

    public Map<String, String> evidence(String releaseId) {
        return Evidence.files(releaseId, events(releaseId));
    }

    public List<Environment> sourceOfTruth() {
        return SourceOfTruth.of(events(records.ofTypes(SourceOfTruth.TYPES)));
    }

    public NoteVerifier key() {
        return key;
    }

    /** The newest signed note; signs first what is not signed yet, if that can be. */
    public Optional<String> checkpoint() {
        sequencer.drain();
        checkpointer.sign();
        return checkpoints.last().map(SignedNote::text);
    }

    /**
     * A release's trail with all that proves it. While the log is not signed, because something in it is not as it was,
     * the bundle is of what the last checkpoint covers.
     *
     * @return empty if no checkpoint covers any record of the release
     */
    public Optional<TrailBundle> bundle(String releaseId) {
        Note note = checkpoint().map(Note::parse).orElse(null);
        if (note == null) {
            return Optional.empty();
        }
        long size = Checkpoint.parse(note.text()).size();
        var entries = new ArrayList<TrailBundle.Entry>();
        List<StoredRecord> chain = records.ofRelease(releaseId).stream()
                .sorted(Comparator.comparingLong(StoredRecord::seq))
                .toList();
        Map<String, Long> indexes = indexes(chain);
        for (StoredRecord record : chain) {
            Long index = indexes.get(record.eventId());
            if (index == null || index >= size) {
                break; // the chain is taken as far as it is signed without a gap
            }
            entries.add(
                    TrailBundle.Entry.of(record.bytes().toArray(), record.content(), proofs.inclusion(index, size)));
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(TrailBundle.of(note, entries));
    }

    /** A record's place under the newest checkpoint. */
    public record Inclusion(StoredRecord record, InclusionProof proof, String checkpoint) {}

    /** Empty if there is no such record, or it is not signed yet. */
    public Optional<Inclusion> inclusion(String eventId) {
        String note = checkpoint().orElse(null);
        Long index = batches.indexes(List.of(eventId)).get(eventId);
        StoredRecord record = records.byId(List.of(eventId)).get(eventId);
        if (note == null || index == null || record == null) {
            return Optional.empty();
        }
        long size = Checkpoint.parse(Note.parse(note).text()).size();
        return index >= size
                ? Optional.empty()
                : Optional.of(new Inclusion(record, proofs.inclusion(index, size), note));
    }

    /** How many leaves the newest checkpoint covers. */
    public long signedSize() {
        return checkpoint()
                .map(note -> Checkpoint.parse(Note.parse(note).text()).size())
                .orElse(0L);
    }

    /** Both sizes must be signed; the tree has not to have stopped there. */
    public ConsistencyProof consistency(long from, long to) {
        return proofs.consistency(from, to);
    }

    private static List<EventEnvelope> events(List<StoredRecord> some) {
        return some.stream()
                .map(StoredRecord::content)
                .<EventEnvelope>mapMulti((content, into) -> read(content).ifPresent(into))
                .toList();
    }

    private static Optional<EventEnvelope> read(@Nullable Content content) {
        return content == null
                ? Optional.empty()
                : Optional.of(StructuredEvent.read(new String(content.bytes(), UTF_8)));
    }
}
