package dev.slipway.audit.application;

import static java.util.stream.Collectors.toSet;

import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.ReleaseTail;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Content;
import dev.slipway.auditlog.TrailRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what was heard to the trail: each event once, linked to the record of its release before it. */
public final class Ingest {

    /** With more than this without a leaf, listening waits for the sequencer. */
    private static final int MOST_WAITING = 5_000;

    private final RecordStore records;
    private final Sequencer sequencer;
    private final Tails tails;

    public Ingest(RecordStore records, Sequencer sequencer) {
        this.records = records;
        this.sequencer = sequencer;
        this.tails = new Tails(records);
    }

    /**
     * Returns when all of it is stored for good; may be repeated.
     *
     * @return events whose id is in the trail with other content: the trail keeps what it had
     */
    public List<HeardEvent> take(List<HeardEvent> heard) {
        var conflicts = new ArrayList<HeardEvent>();
        Map<String, StoredRecord> known =
                records.byId(heard.stream().map(HeardEvent::eventId).collect(toSet()));
        var fresh = new LinkedHashMap<String, HeardEvent>();
        for (HeardEvent one : heard) {
            StoredRecord stored = known.get(one.eventId());
            HeardEvent twin = stored == null ? fresh.putIfAbsent(one.eventId(), one) : null;
            if ((stored != null && contradicts(one, stored))
                    || (twin != null && !Arrays.equals(twin.content(), one.content()))) {
                conflicts.add(one);
            }
        }
        write(new ArrayList<>(fresh.values()), conflicts);
        if (sequencer.waiting() > MOST_WAITING) {
            sequencer.drain();
        }
        return conflicts;
    }

    private void write(List<HeardEvent> fresh, List<HeardEvent> conflicts) {
        List<HeardEvent> open = fresh;
        while (!open.isEmpty()) {
            List<Link> links = link(open);
            int inserted = records.insert(links.stream().map(Link::stored).toList());
            var leaves = new ArrayList<Leaf>();
            for (Link link : links.subList(0, inserted)) {
                tails.remember(link.after());
                leaves.add(link.stored().leaf());
            }
            sequencer.offer(leaves);
            open = new ArrayList<>(open.subList(inserted, open.size()));
            if (!open.isEmpty()) {
                yieldTo(open, conflicts);
            }
        }
    }

    /** Another instance has written the first of these, or another record in its place. */
    private void yieldTo(List<HeardEvent> open, List<HeardEvent> conflicts) {
        HeardEvent first = open.getFirst();
        tails.forget(first.releaseId());
        StoredRecord stored = records.byId(List.of(first.eventId())).get(first.eventId());
        if (stored != null) {
            open.removeFirst();
            if (contradicts(first, stored)) {
                conflicts.add(first);
            }
        }
    }

    private record Link(StoredRecord stored, ReleaseTail after) {}

    private List<Link> link(List<HeardEvent> open) {
        var ends = new HashMap<String, ReleaseTail>();
        var links = new ArrayList<Link>(open.size());
        for (HeardEvent one : open) {
            ReleaseTail tail = ends.computeIfAbsent(one.releaseId(), tails::of);
            Content content = Content.salted(one.content());
            TrailRecord record = tail.next(one, content.commitment());
            ReleaseTail after = tail.after(record);
            ends.put(one.releaseId(), after);
            links.add(new Link(StoredRecord.of(record, content), after));
        }
        return links;
    }

    /** Erased content cannot be compared any more. */
    private static boolean contradicts(HeardEvent heard, StoredRecord stored) {
        Content content = stored.content();
        return content != null && !Arrays.equals(content.bytes(), heard.content());
    }
}
