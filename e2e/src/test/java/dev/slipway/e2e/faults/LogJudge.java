package dev.slipway.e2e.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoDatabase;
import dev.slipway.audit.application.SignedNote;
import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.audit.files.KeyFile;
import dev.slipway.audit.mongo.MongoBatches;
import dev.slipway.audit.mongo.MongoCheckpoints;
import dev.slipway.audit.mongo.MongoRecords;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Content;
import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.TrailRecord;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.codec.StructuredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import tools.jackson.core.JacksonException;

/**
 * Of the trail's database and what was signed of it: whether all is there (L), word by word as it was said (S), once (D),
 * linked (C), and as signed (T, A).
 */
final class LogJudge {
    private final MongoDatabase database;
    private final Landscape.Trail trail;
    private final Set<String> broken;

    LogJudge(MongoDatabase database, Landscape.Trail trail, Set<String> broken) {
        this.database = database;
        this.trail = trail;
        this.broken = broken;
    }

    /**
     * @param events each as it was said first
     * @param words of each of them
     * @param letters the ids of the dead letters, which the trail has as well
     * @return what the trail has
     */
    List<EventEnvelope> judge(Map<EventId, EventEnvelope> events, Map<EventId, String> words, Set<String> letters) {
        Map<String, StoredRecord> records = records();
        isWhole(events, letters, records);
        log(records, events.values());
        chains(records.values());
        return contents(records.values(), words, letters);
    }

    private Map<String, StoredRecord> records() {
        List<String> ids = new ArrayList<>();
        for (Document document : database.getCollection("records").find()) {
            ids.add(document.getString("_id"));
        }
        return new MongoRecords(database).byId(ids);
    }

    private void isWhole(Map<EventId, EventEnvelope> events, Set<String> letters, Map<String, StoredRecord> records) {
        events.forEach((id, event) -> {
            if (!(event.event() instanceof Checkpoints) && !records.containsKey(id.value())) {
                broken.add("L: " + event.type() + " of " + event.release() + " is not in the trail");
            }
        });
        letters.stream()
                .filter(letter -> !records.containsKey(letter))
                .forEach(letter -> broken.add("L: the dead letter " + letter + " is not in the trail"));
    }

    /** What was said is what is kept of it, and what the leaf commits to; a dead letter's words are the trail's own. */
    private List<EventEnvelope> contents(
            Collection<StoredRecord> records, Map<EventId, String> words, Set<String> letters) {
        List<EventEnvelope> trail = new ArrayList<>();
        for (StoredRecord record : records) {
            Content content = record.content();
            Optional<Hash> committed = parsed(record).map(TrailRecord::content);
            if (content == null || !committed.equals(Optional.of(content.commitment()))) {
                broken.add("T: the content of " + record.eventId() + " is not what its leaf commits to");
            }
            if (content == null) {
                continue; // nobody erases anything here
            }
            String kept = new String(content.bytes(), UTF_8);
            String said = words.get(new EventId(record.eventId()));
            if (said == null && !letters.contains(record.eventId())) {
                broken.add("S: " + record.eventId() + " is in the trail, and was never said");
            } else if (said != null && !said.equals(kept)) {
                broken.add("S: " + record.eventId() + " is in the trail with other words than it was said with");
            }
            try {
                trail.add(StructuredEvent.read(kept));
            } catch (IllegalArgumentException | JacksonException _) {
                broken.add("T: the content of " + record.eventId() + " is no event");
            }
        }
        return trail;
    }

    /** The tree recomputed from the stored bytes; every checkpoint that was ever told is one of its sizes. */
    private void log(Map<String, StoredRecord> records, Collection<EventEnvelope> events) {
        MongoBatches batches = new MongoBatches(database);
        Map<Long, Hash> told = new HashMap<>();
        for (EventEnvelope event : events) {
            if (event.event() instanceof Checkpoints checkpoint
                    && checkpoint.origin().equals(trail.name())) {
                told.put(checkpoint.size(), Hash.ofBase64(checkpoint.root()));
            }
        }
        Set<String> leaves = new HashSet<>();
        Frontier frontier = Frontier.EMPTY;
        for (var next = batches.startingAt(0);
                next.isPresent();
                next = batches.startingAt(next.get().size())) {
            Batch batch = next.get();
            List<Hash> stored = new ArrayList<>();
            for (Leaf leaf : batch.leaves()) {
                StoredRecord record = records.get(leaf.eventId());
                if (record == null || !record.bytes().leaf().equals(leaf.hash())) {
                    broken.add("T: the leaf of " + leaf.eventId() + " is not what is stored");
                }
                stored.add(record == null ? leaf.hash() : record.bytes().leaf());
                if (!leaves.add(leaf.eventId())) {
                    broken.add("D: " + leaf.eventId() + " has two leaves");
                }
            }
            frontier = frontier.append(stored);
            Hash signed = told.remove(frontier.size());
            if (signed != null && !signed.equals(frontier.root())) {
                broken.add("A: the checkpoint that was told at " + frontier.size() + " has another root");
            }
        }
        told.forEach((size, _) -> broken.add("A: a checkpoint of size " + size + " was told, where no batch ends"));
        records.keySet().stream()
                .filter(id -> !leaves.contains(id))
                .forEach(id -> broken.add("D: " + id + " has no leaf"));
        String note =
                new MongoCheckpoints(database).last().map(SignedNote::text).orElse("");
        Checkpoint signed = Checkpoint.open(
                note,
                KeyFile.signer(trail.folder().resolve("log.key"), trail.name()).verifier());
        if (signed.size() != frontier.size() || !signed.root().equals(frontier.root())) {
            broken.add("T: signed is " + signed.size() + " " + signed.root() + ", stored are " + frontier.size() + " "
                    + frontier.root());
        }
    }

    private void chains(Collection<StoredRecord> records) {
        Map<String, List<StoredRecord>> releases = new HashMap<>();
        records.forEach(record -> releases.computeIfAbsent(record.releaseId(), _ -> new ArrayList<>())
                .add(record));
        releases.forEach((release, chain) -> {
            chain.sort(Comparator.comparingLong(StoredRecord::seq));
            Hash previous = Hash.NONE;
            for (int i = 0; i < chain.size(); i++) {
                if (!follows(chain.get(i), i, previous)) {
                    broken.add("C: record " + i + " of " + release + " does not follow from the one before it");
                }
                previous = chain.get(i).bytes().leaf();
            }
        });
    }

    private static boolean follows(StoredRecord stored, int seq, Hash previous) {
        return parsed(stored)
                .filter(record -> record.seq() == seq && record.previous().equals(previous))
                .isPresent();
    }

    /** Empty where it cannot even be read. */
    private static Optional<TrailRecord> parsed(StoredRecord stored) {
        try {
            return Optional.of(TrailRecord.parse(stored.bytes().toArray()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
