package dev.slipway.audit.application;

import static dev.slipway.audit.Events.heard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.NoteSigner;
import dev.slipway.auditlog.Verdict;
import dev.slipway.embedded.EmbeddedStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SequencerTest {

    private final EmbeddedStore store = EmbeddedStore.inMemory();
    private final NoteSigner signer = NoteSigner.generate("log");
    private final Log log = new Log(store.uri(), signer, new Log.Copy());
    private final Log other = new Log(store.uri(), signer, new Log.Copy());

    @AfterEach
    void close() {
        other.close();
        log.close();
        store.close();
    }

    private static HeardEvent[] many(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(clock -> heard("v1", clock))
                .toArray(HeardEvent[]::new);
    }

    private List<Leaf> leaves() {
        return log.records.ofRelease("shop-v1").stream().map(StoredRecord::leaf).toList();
    }

    @Test
    void batchesEndAtEveryChunk() {
        log.take(many(100));
        log.sequencer.drain();
        log.take(many(600));
        log.sequencer.drain();

        assertThat(List.of(0L, 100L, 256L, 512L))
                .extracting(start -> log.batches.startingAt(start).orElseThrow().size())
                .containsExactly(100L, 256L, 512L, 600L);
        assertThat(log.batches.last().orElseThrow().size()).isEqualTo(600);
        assertThat(log.sequencer.waiting()).isZero();
    }

    @Test
    void aLeafIsWhereTheRecordSaysItIs() {
        log.take(many(10));
        log.sequencer.drain();

        List<Leaf> leaves = log.batches.startingAt(0).orElseThrow().leaves();
        assertThat(log.records.ofRelease("shop-v1"))
                .allSatisfy(record -> assertThat(record.index()).isEqualTo(leaves.indexOf(record.leaf())));
    }

    @Test
    void anEventThatIsOfferedByTwoInstancesHasOneLeaf() {
        log.take(many(10));
        other.sequencer.offer(leaves());

        log.sequencer.drain();
        other.sequencer.drain();

        assertThat(log.batches.last().orElseThrow().size()).isEqualTo(10);
    }

    @Test
    void whoLosesThePlaceGoesOnBehindTheWinner() {
        log.take(many(10));
        log.sequencer.drain();
        other.take(heard("v2", 1));
        other.sequencer.drain();

        log.take(heard("v3", 1)); // thinks that the tree still ends at 10
        log.sequencer.drain();

        assertThat(log.batches.last().orElseThrow().size()).isEqualTo(12);
        assertThat(log.verify("shop-v2")).isInstanceOf(Verdict.Verified.class);
        assertThat(log.verify("shop-v3")).isInstanceOf(Verdict.Verified.class);
    }

    @Test
    void aBatchWhoseAnswerWasLostIsNotAppendedTwice() {
        log.take(many(5));
        var sequencer = new Sequencer(new LostAnswers(log.batches), log.records);
        sequencer.offer(leaves());

        assertThatThrownBy(sequencer::drain).isInstanceOf(MongoTimeoutException.class);
        sequencer.drain();

        assertThat(log.batches.last().orElseThrow().size()).isEqualTo(5);
        assertThat(log.records.withoutIndex(10)).isEmpty();
    }

    @Test
    void whatACrashLeftWithoutALeafGetsOne() {
        log.take(many(5)); // and no sequencing: the process ends here

        other.sequencer.sweep();
        other.sequencer.drain();

        assertThat(other.batches.last().orElseThrow().size()).isEqualTo(5);
        assertThat(other.records.withoutIndex(10)).isEmpty();
    }

    @Test
    void anIndexThatACrashLeftUnknownIsMended() {
        log.take(many(5));
        log.sequencer.drain();
        log.database.getCollection("records").updateMany(Filters.empty(), Updates.unset("index"));

        other.sequencer.sweep();

        assertThat(other.records.withoutIndex(10)).isEmpty();
        assertThat(other.sequencer.waiting()).isZero();
        Set<Long> indexes = new HashSet<>();
        other.records.ofRelease("shop-v1").forEach(record -> indexes.add(record.index()));
        assertThat(indexes).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
    }

    /** Stores the first batch, and then does as if the connection had broken before the answer came. */
    private static final class LostAnswers implements BatchStore {

        private final BatchStore real;
        private boolean lost;

        LostAnswers(BatchStore real) {
            this.real = real;
        }

        @Override
        public boolean insert(Batch batch) {
            boolean inserted = real.insert(batch);
            if (!lost) {
                lost = true;
                throw new MongoTimeoutException("no answer");
            }
            return inserted;
        }

        @Override
        public Optional<Batch> startingAt(long index) {
            return real.startingAt(index);
        }

        @Override
        public Optional<Batch> endingAt(long size) {
            return real.endingAt(size);
        }

        @Override
        public List<Batch> ofChunk(long start) {
            return real.ofChunk(start);
        }

        @Override
        public Optional<Batch> last() {
            return real.last();
        }

        @Override
        public Map<String, Long> indexes(Collection<String> eventIds) {
            return real.indexes(eventIds);
        }
    }
}
