package dev.slipway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Content;
import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.TrailRecord;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.codec.EventCodec;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what of the trail is not as it must be, by what was said and what is stored. */
final class TrailJudge {
    private final World world;
    private final Consumer<String> broken;

    TrailJudge(World world, Consumer<String> broken) {
        this.world = world;
        this.broken = broken;
    }

    void judge(Map<EventId, EventEnvelope> said) {
        trail(said);
        log();
        names(said.values());
        causes(said);
    }

    private void broken(String what) {
        broken.accept(what);
    }

    private void trail(Map<EventId, EventEnvelope> said) {
        Set<String> recorded = new HashSet<>();
        Map<String, StoredRecord> last = new HashMap<>();
        Map<String, Bus.Said> heard = new HashMap<>();
        world.bus().said().forEach(one -> heard.putIfAbsent(one.envelope().id().value(), one));
        for (StoredRecord record : world.log().records()) {
            if (!recorded.add(record.eventId())) {
                broken("D: " + record.type() + " " + record.eventId() + " has two records");
            }
            follows(record, last.put(record.releaseId(), record));
            tells(record, heard.get(record.eventId()));
        }
        said.forEach((id, event) -> {
            if (!recorded.contains(id.value())) {
                broken("L: " + event.type() + " of " + event.release() + " is not in the trail");
            }
        });
    }

    /** The number and the link to the record before; what was said is what the leaf commits to. */
    private void follows(StoredRecord record, @Nullable StoredRecord before) {
        TrailRecord bytes = TrailRecord.parse(record.bytes().toArray());
        if (bytes.seq() != record.seq() || record.seq() != (before == null ? 0 : before.seq() + 1)) {
            broken("C: record " + bytes.seq() + " of " + record.releaseId() + " comes after "
                    + (before == null ? "none" : before.seq()));
        }
        if (!bytes.previous().equals(before == null ? Hash.NONE : before.bytes().leaf())) {
            broken("C: record " + record.seq() + " of " + record.releaseId() + " is not linked to the one before");
        }
        Content content = record.content();
        if (content == null || !content.commitment().equals(bytes.content())) {
            broken("T: record " + record.seq() + " of " + record.releaseId() + " is of other content");
        }
    }

    /** All that was said, also what our records do not know, and nothing else. */
    private void tells(StoredRecord record, Bus.@Nullable Said said) {
        if (said == null) {
            broken("L: " + record.type() + " " + record.eventId() + " is in the trail, and nobody has said it");
            return;
        }
        EventEnvelope event = said.envelope();
        Content content = record.content();
        boolean same = content != null
                && new String(content.bytes(), UTF_8).equals(EventCodec.asSaid(event, said.message()))
                && record.releaseId().equals(event.release().value())
                && record.type().equals(event.type())
                && record.time().equals(event.time())
                && record.clock() == event.clock();
        if (!same) {
            broken("L: " + event.type() + " of " + event.release() + " is in the trail as something else");
        }
    }

    /** The tree recomputed from the stored bytes; each checkpoint that was ever seen is of its first leaves. */
    private void log() {
        Map<Long, Hash> roots = new HashMap<>();
        Map<String, StoredRecord> records = new HashMap<>();
        world.log().records().forEach(record -> records.put(record.eventId(), record));
        Set<String> leaves = new HashSet<>();
        Frontier frontier = Frontier.EMPTY;
        for (Batch batch : world.log().batches()) {
            if (batch.start() != frontier.size()) {
                broken("D: a batch begins at " + batch.start() + ", the tree has " + frontier.size() + " leaves");
                return;
            }
            for (Leaf leaf : batch.leaves()) {
                StoredRecord record = records.get(leaf.eventId());
                if (record == null || !record.bytes().leaf().equals(leaf.hash())) {
                    broken("T: the leaf of " + leaf.eventId() + " is not what is stored");
                }
                if (!leaves.add(leaf.eventId())) {
                    broken("D: " + leaf.eventId() + " has two leaves");
                }
            }
            frontier = frontier.append(batch.leaves().stream().map(Leaf::hash).toList());
            roots.put(frontier.size(), frontier.root());
            if (!frontier.root().equals(batch.root())) {
                broken("T: the batch at " + batch.start() + " has another root than its leaves");
            }
        }
        for (Checkpoint seen : world.checkpoints().told()) {
            if (!seen.root().equals(roots.get(seen.size()))) {
                broken("A: the checkpoint of " + seen.size() + " leaves is not of the first of the tree");
            }
        }
        records.keySet().stream()
                .filter(id -> !leaves.contains(id))
                .findFirst()
                .ifPresent(id -> broken("D: " + id + " has no leaf"));
    }

    private void causes(Map<EventId, EventEnvelope> said) {
        for (EventEnvelope one : said.values()) {
            EventEnvelope cause = one.causation() == null ? null : said.get(one.causation());
            if (cause != null && cause.clock() >= one.clock()) {
                broken("C: " + one.type() + " stands before its cause " + cause.type());
            }
        }
    }

    /** A service says one thing at one count of its clock: an event that is said again has the name that it had. */
    private void names(Collection<EventEnvelope> said) {
        Set<String> counts = new HashSet<>();
        for (EventEnvelope one : said) {
            if (!counts.add(one.source() + " " + one.release() + " " + one.clock())) {
                broken("D: " + one.type() + " of " + one.release() + " was said under two names");
            }
        }
    }
}
