package dev.slipway.simulation;

import dev.slipway.audit.application.BatchStore;
import dev.slipway.audit.application.RecordStore;
import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The records and batches of the trail; they outlive every process. */
final class Log {
    private final Map<String, StoredRecord> records = new LinkedHashMap<>();
    private final Map<String, String> numbers = new HashMap<>();
    private final TreeMap<Long, Batch> batches = new TreeMap<>();
    private final List<Batch> overwritten = new ArrayList<>();
    private final Map<String, Long> leaves = new HashMap<>();

    Collection<StoredRecord> records() {
        return records.values();
    }

    List<Batch> batches() {
        List<Batch> all = new ArrayList<>(overwritten);
        all.addAll(batches.values());
        return all;
    }

    RecordStore records(World world, Instance who) {
        return new RecordStore() {
            @Override
            public Map<String, StoredRecord> byId(Collection<String> eventIds) {
                return world.faults().answer(who, Call.READ_TRAIL, "by ids", () -> {
                    Map<String, StoredRecord> found = new HashMap<>();
                    eventIds.forEach(id -> Optional.ofNullable(records.get(id)).ifPresent(one -> found.put(id, one)));
                    return found;
                });
            }

            @Override
            public Optional<StoredRecord> at(String releaseId, long seq) {
                return ofRelease(releaseId).stream()
                        .filter(one -> one.seq() == seq)
                        .findFirst();
            }

            @Override
            public int insert(List<StoredRecord> more) {
                return world.faults().answer(who, Call.INSERT_RECORDS, String.valueOf(more.size()), () -> {
                    int inserted = 0;
                    for (StoredRecord one : more) {
                        boolean taken = records.containsKey(one.eventId()) || numbers.containsKey(number(one));
                        if (taken && !world.defect().takesRecordTwice()) {
                            break;
                        }
                        records.put(
                                taken ? one.eventId() + "/again" + records.size() : one.eventId(),
                                world.defect().stored(one));
                        numbers.put(number(one), one.eventId());
                        inserted++;
                    }
                    return inserted;
                });
            }

            @Override
            public List<StoredRecord> ofRelease(String releaseId) {
                return world.faults()
                        .answer(
                                who,
                                Call.READ_TRAIL,
                                releaseId,
                                () -> records.values().stream()
                                        .filter(one -> one.releaseId().equals(releaseId))
                                        .sorted(Comparator.comparingLong(StoredRecord::seq))
                                        .toList());
            }

            @Override
            public List<StoredRecord> ofTypes(Set<String> types) {
                world.faults().reach(who, Call.READ_TRAIL);
                return records.values().stream()
                        .filter(one -> types.contains(one.type()))
                        .toList();
            }

            @Override
            public List<StoredRecord> newest(String type, int limit) {
                return ofTypes(Set.of(type)).stream()
                        .sorted(Comparator.comparing(StoredRecord::time).reversed())
                        .limit(limit)
                        .toList();
            }
        };
    }

    private static String number(StoredRecord one) {
        return one.releaseId() + "#" + one.seq();
    }

    BatchStore batches(World world, Instance who) {
        return new BatchStore() {
            @Override
            public boolean insert(Batch batch) {
                return world.faults().answer(who, Call.APPEND_BATCH, String.valueOf(batch.start()), () -> {
                    boolean taken = batches.containsKey(batch.start())
                            || batch.leaves().stream().map(Leaf::eventId).anyMatch(leaves::containsKey);
                    if (taken && !world.defect().appendsAnyway()) {
                        return false;
                    }
                    Optional.ofNullable(batches.put(batch.start(), batch)).ifPresent(overwritten::add);
                    long index = batch.start();
                    for (Leaf leaf : batch.leaves()) {
                        leaves.put(leaf.eventId(), index++);
                    }
                    return true;
                });
            }

            @Override
            public Optional<Batch> startingAt(long index) {
                return world.faults()
                        .answer(
                                who,
                                Call.READ_BATCH,
                                String.valueOf(index),
                                () -> Optional.ofNullable(batches.get(index)));
            }

            @Override
            public Optional<Batch> endingAt(long size) {
                world.faults().reach(who, Call.READ_BATCH);
                return batches.values().stream()
                        .filter(batch -> batch.size() == size)
                        .findFirst();
            }

            @Override
            public List<Batch> ofChunk(long start) {
                world.faults().reach(who, Call.READ_BATCH);
                return List.copyOf(batches.subMap(start, start + Batch.CHUNK).values());
            }

            @Override
            public Optional<Batch> last() {
                return world.faults()
                        .answer(
                                who,
                                Call.READ_BATCH,
                                "last",
                                () -> Optional.ofNullable(batches.lastEntry()).map(Map.Entry::getValue));
            }

            @Override
            public Map<String, Long> indexes(Collection<String> eventIds) {
                return world.faults().answer(who, Call.READ_BATCH, "of leaves", () -> {
                    Map<String, Long> found = new HashMap<>();
                    eventIds.forEach(id -> Optional.ofNullable(leaves.get(id)).ifPresent(at -> found.put(id, at)));
                    return found;
                });
            }
        };
    }
}
