package dev.slipway.audit.mongo;

import static dev.slipway.audit.Events.said;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.slipway.audit.application.SignedNote;
import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.Content;
import dev.slipway.auditlog.Frontier;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.TrailRecord;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.WatchPassed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log asks of its records, batches and checkpoints; the trail is as good as the server that they are on. */
@SuppressWarnings("NullAway.Init") // before each test
abstract class LogStoresContract {
    private MongoRecords records;
    private MongoBatches batches;
    private MongoCheckpoints checkpoints;

    /** Of a server that outlives the test. */
    abstract MongoClient client();

    @BeforeEach
    void begin() {
        MongoDatabase database = client().getDatabase("slipway_log_contract");
        database.drop();
        records = new MongoRecords(database);
        records.createIndexes();
        batches = new MongoBatches(database);
        batches.createIndexes();
        checkpoints = new MongoCheckpoints(database);
    }

    private static StoredRecord record(String version, long seq, long clock) {
        EventEnvelope event = said(version, clock, new WatchPassed("production", (int) clock));
        Content content = Content.of(new byte[Content.SALT_LENGTH], "{\"said\":1.10}".getBytes(UTF_8));
        return StoredRecord.of(
                new TrailRecord(
                        event.id().value(),
                        event.release().value(),
                        seq,
                        seq == 0 ? Hash.NONE : Hash.leaf("before".getBytes(UTF_8)),
                        event.type(),
                        event.time().plusNanos(1),
                        clock,
                        new TrailRecord.Source("WatchPassed", 0, clock),
                        content.commitment()),
                content);
    }

    private static Leaf leaf(String event) {
        return new Leaf(event, Hash.leaf(event.getBytes(UTF_8)));
    }

    private static Batch batch(Frontier head, String id, int leaves) {
        return Batch.after(
                head,
                IntStream.range(0, leaves)
                        .mapToObj(i -> leaf("e" + (head.size() + i)))
                        .toList(),
                id);
    }

    @Test
    void aRecordIsReadAsItWasWrittenToTheLastNanosecondAndByte() {
        StoredRecord record = record("v1", 0, 1);

        assertThat(records.insert(List.of(record))).isEqualTo(1);

        assertThat(records.at("shop-v1", 0)).contains(record);
        assertThat(records.byId(List.of(record.eventId(), "none")))
                .containsExactlyEntriesOf(Map.of(record.eventId(), record));
        assertThat(records.at("shop-v1", 1)).isEmpty();
        assertThat(records.byId(List.of())).isEmpty();
    }

    @Test
    void recordsAreInsertedInOrderUpToTheFirstWhoseEventIsTaken() {
        records.insert(List.of(record("v1", 0, 2)));

        assertThat(records.insert(List.of(record("v2", 0, 1), record("v1", 7, 2), record("v2", 1, 2))))
                .isEqualTo(1);

        assertThat(records.ofRelease("shop-v2")).containsExactly(record("v2", 0, 1));
        assertThat(records.at("shop-v1", 0)).contains(record("v1", 0, 2));
    }

    @Test
    void recordsAreInsertedInOrderUpToTheFirstWhosePlaceIsTaken() {
        records.insert(List.of(record("v1", 0, 1)));

        assertThat(records.insert(List.of(record("v2", 0, 1), record("v1", 0, 2), record("v2", 1, 2))))
                .isEqualTo(1);

        assertThat(records.ofRelease("shop-v1")).containsExactly(record("v1", 0, 1));
        assertThat(records.ofRelease("shop-v2")).containsExactly(record("v2", 0, 1));
    }

    @Test
    void recordsAreFoundByTheirType() {
        records.insert(List.of(record("v1", 0, 1), record("v2", 0, 1)));

        assertThat(records.ofTypes(Set.of(record("v1", 0, 1).type(), "Other"))).hasSize(2);
        assertThat(records.ofTypes(Set.of("Other"))).isEmpty();
    }

    @Test
    void aBatchIsFoundByItsStartItsSizeAndItsEvents() {
        Batch first = batch(Frontier.EMPTY, "one", 200);
        Batch second = batch(first.frontier(), "two", 56);
        Batch third = batch(second.frontier(), "three", 3);
        assertThat(batches.last()).isEmpty();
        Stream.of(first, second, third)
                .forEach(batch -> assertThat(batches.insert(batch)).isTrue());

        assertThat(batches.startingAt(200)).contains(second);
        assertThat(batches.startingAt(201)).isEmpty();
        assertThat(batches.endingAt(256)).contains(second);
        assertThat(batches.endingAt(257)).isEmpty();
        assertThat(batches.last()).contains(third);
        assertThat(batches.ofChunk(0)).containsExactly(first, second);
        assertThat(batches.ofChunk(256)).containsExactly(third);
        assertThat(batches.indexes(List.of("e0", "e255", "e258", "e259")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("e0", 0L, "e255", 255L, "e258", 258L));
    }

    @Test
    void aPlaceInTheTreeHasOneBatch() {
        assertThat(batches.insert(batch(Frontier.EMPTY, "mine", 2))).isTrue();

        assertThat(batches.insert(Batch.after(Frontier.EMPTY, List.of(leaf("other")), "yours")))
                .isFalse();

        assertThat(batches.last().orElseThrow().id()).isEqualTo("mine");
    }

    @Test
    void anEventHasOneLeaf() {
        Batch first = batch(Frontier.EMPTY, "one", 3);
        batches.insert(first);

        assertThat(batches.insert(Batch.after(first.frontier(), List.of(leaf("new"), leaf("e1")), "two")))
                .isFalse();

        assertThat(batches.last()).contains(first);
    }

    @Test
    void ofManyWhoAppendAtOnceOneWins() throws Exception {
        List<Callable<Boolean>> appends = IntStream.range(0, 8)
                .mapToObj(i -> (Callable<Boolean>)
                        () -> batches.insert(Batch.after(Frontier.EMPTY, List.of(leaf("from " + i)), "by " + i)))
                .toList();
        try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(instances.invokeAll(appends)).extracting(Future::get).containsOnlyOnce(true);
        }
    }

    @Test
    void aSizeIsSignedOnce() {
        assertThat(checkpoints.last()).isEmpty();
        assertThat(checkpoints.insert(9, note("nine"))).isTrue();
        assertThat(checkpoints.insert(10, note("ten"))).isTrue();

        assertThat(checkpoints.insert(9, note("another"))).isFalse();

        assertThat(checkpoints.at(9)).contains(note("nine"));
        assertThat(checkpoints.at(8)).isEmpty();
        assertThat(checkpoints.last()).contains(note("ten"));
    }

    private static SignedNote note(String text) {
        return new SignedNote(text, Instant.parse("2026-01-02T03:04:05.678901Z"), "of " + text);
    }
}
