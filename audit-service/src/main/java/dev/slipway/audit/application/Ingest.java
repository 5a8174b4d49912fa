package dev.slipway.audit.application;

import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.ReleaseTail;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Content;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what was heard to the trail: each event once, linked to the record of its release before it, and with a leaf in the
 * log. It is inserted first and looked for only where that is refused: hardly anything is heard twice.
 */
public final class Ingest {

    private final RecordStore records;
    private final Sequencer sequencer;
    private final Tails tails;

    public Ingest(RecordStore records, Sequencer sequencer) {
        this.records = records;
        this.sequencer = sequencer;
        this.tails = new Tails(records);
    }

    /**
     * Returns when all of it is stored for good and has its leaf; may be repeated, and is after a crash on the way, because
     * whoever heard it has not said before that it was taken.
     *
     * @return events whose id is in the trail with other content: the trail keeps what it had
     */
    public List<HeardEvent> take(List<HeardEvent> heard) {
        var conflicts = new ArrayList<HeardEvent>();
        var fresh = new LinkedHashMap<String, HeardEvent>();
        for (HeardEvent one : heard) {
            HeardEvent twin = fresh.putIfAbsent(one.eventId(), one);
            if (twin != null && !twin.said().equals(one.said())) {
                conflicts.add(one);
            }
        }
        List<HeardEvent> open = List.copyOf(fresh.values());
        while (!open.isEmpty()) {
            List<HeardEvent> refused = open.subList(insert(open), open.size());
            open = refused.isEmpty() ? refused : withoutKnown(refused, conflicts);
        }
        sequencer.drain();
        return conflicts;
    }

    /** Answers how many, from the first on, were inserted. */
    private int insert(List<HeardEvent> open) {
        List<Link> links = link(open);
        int inserted = records.insert(links.stream().map(Link::stored).toList());
        var leaves = new ArrayList<Leaf>(inserted);
        for (Link link : links.subList(0, inserted)) {
            tails.remember(link.after());
            leaves.add(link.leaf());
        }
        sequencer.offer(leaves);
        return inserted;
    }

    /** The first was heard before, or its place is another record's, which another instance has written. */
    private List<HeardEvent> withoutKnown(List<HeardEvent> refused, List<HeardEvent> conflicts) {
        tails.forget(refused.getFirst().releaseId());
        Map<String, StoredRecord> known =
                records.byId(refused.stream().map(HeardEvent::eventId).toList());
        sequencer.offerAgain(known.values());
        var open = new ArrayList<HeardEvent>();
        for (HeardEvent one : refused) {
            StoredRecord stored = known.get(one.eventId());
            if (stored == null) {
                open.add(one);
            } else {
                tails.forget(one.releaseId());
                if (contradicts(one, stored)) {
                    conflicts.add(one);
                }
            }
        }
        return open;
    }

    private record Link(StoredRecord stored, Leaf leaf, ReleaseTail after) {}

    private List<Link> link(List<HeardEvent> open) {
        var ends = new HashMap<String, ReleaseTail>();
        var links = new ArrayList<Link>(open.size());
        for (HeardEvent one : open) {
            ReleaseTail tail = ends.computeIfAbsent(one.releaseId(), tails::of);
            Content content = Content.salted(one.content());
            StoredRecord stored = StoredRecord.of(tail.next(one, content.commitment()), content);
            Leaf leaf = stored.leaf();
            ReleaseTail after = tail.after(leaf.hash());
            ends.put(one.releaseId(), after);
            links.add(new Link(stored, leaf, after));
        }
        return links;
    }

    /** Erased content cannot be compared any more. */
    private static boolean contradicts(HeardEvent heard, StoredRecord stored) {
        Content content = stored.content();
        return content != null && !Arrays.equals(content.bytes(), heard.content());
    }
}
