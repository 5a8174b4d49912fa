package dev.slipway.audit.application;

import static dev.slipway.audit.Events.heard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.mongodb.MongoTimeoutException;
import dev.slipway.audit.domain.Batch;
import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.audit.domain.Leaf;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.NoteSigner;
import dev.slipway.auditlog.Verdict;
import dev.slipway.embedded.EmbeddedStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
        log.take(many(600));

        assertThat(List.of(0L, 100L, 256L, 512L))
                .extracting(start -> log.batches.startingAt(start).orElseThrow().size())
                .containsExactly(100L, 256L, 512L, 600L);
        assertThat(log.batches.last().orElseThrow().size()).isEqualTo(600);
        assertThat(log.sequencer.waiting()).isZero();
    }

    @Test
    void aLeafIsWhereTheBatchesSayItIs() {
        log.take(many(10));

        List<Leaf> leaves = log.batches.startingAt(0).orElseThrow().leaves();
        List<StoredRecord> records = log.records.ofRelease("shop-v1");
        Map<String, Long> indexes = log.trails.indexes(records);
        assertThat(records)
                .allSatisfy(
                        record -> assertThat(indexes.get(record.eventId())).isEqualTo(leaves.indexOf(record.leaf())));
    }

    @Test
    void anEventThatIsOfferedByTwoInstancesHasOneLeaf() {
        log.take(many(10));
        other.sequencer.offer(leaves());

        other.sequencer.drain();

        assertThat(log.batches.last().orElseThrow().size()).isEqualTo(10);
    }

    @Test
    void whoLosesThePlaceGoesOnBehindTheWinner() {
        log.take(many(10));
        other.take(heard("v2", 1));

        log.take(heard("v3", 1)); // thinks that the tree still ends at 10

        assertThat(log.batches.last().orElseThrow().size()).isEqualTo(12);
        assertThat(log.verify("shop-v2")).isInstanceOf(Verdict.Verified.class);
        assertThat(log.verify("shop-v3")).isInstanceOf(Verdict.Verified.class);
    }

    @Test
    void aBatchWhoseAnswerWasLostIsNotAppendedTwice() {
        var sequencer = new Sequencer(new LostAnswers(log.batches));
        var ingest = new Ingest(log.records, sequencer);
        List<HeardEvent> heard = List.of(many(5));

        assertThatThrownBy(() -> ingest.take(heard)).isInstanceOf(MongoTimeoutException.class);
        ingest.take(heard); // whoever gets no answer brings it again

        assertThat(log.batches.last().orElseThrow().size()).isEqualTo(5);
        assertThat(sequencer.waiting()).isZero();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void whatHasNoLeafYetIsCountedAndEverybodyWaitsForIt(Function<BatchStore, BatchStore> store) {
        var sequencer = new Sequencer(store.apply(log.batches));
        var ingest = new Ingest(log.records, sequencer);
        List<HeardEvent> heard = List.of(many(5));

        assertThatThrownBy(() -> ingest.take(heard)).isInstanceOf(RuntimeException.class);
        int unsequenced = sequencer.waiting();
        sequencer.drain(); // by another listener, who has nothing new

        assertThat(unsequenced).isEqualTo(5);
        assertThat(sequencer.waiting()).isZero();
        assertThat(log.batches.last().orElseThrow().size()).isEqualTo(5);
    }

    private static Stream<Arguments> stores() {
        return Stream.of(
                arguments(named("does not answer", (Function<BatchStore, BatchStore>) AwayOnce::new)),
                arguments(named("refuses without a reason", (Function<BatchStore, BatchStore>) RefusingOnce::new)),
                arguments(named("goes away after it refused", (Function<BatchStore, BatchStore>) GoingAwayOnce::new)));
    }

    @Test
    void whatACrashLeftWithoutALeafGetsOneWhenItIsHeardAgain() {
        var dies = new Ingest(log.records, new Sequencer(new Refusing(log.batches)));
        assertThatThrownBy(() -> dies.take(List.of(many(5)))).isInstanceOf(MongoTimeoutException.class);

        other.take(many(7));

        assertThat(other.batches.last().orElseThrow().size()).isEqualTo(7);
        assertThat(other.verify("shop-v1"))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.records()).hasSize(7));
    }

    /** Stores no batch. */
    private static final class Refusing extends Forwarding {
        Refusing(BatchStore real) {
            super(real);
        }

        @Override
        public boolean insert(Batch batch) {
            throw new MongoTimeoutException("the process ends here");
        }
    }

    /** Stores the first batch, and then does as if the connection had broken before the answer came. */
    private static final class LostAnswers extends Forwarding {
        private boolean lost;

        LostAnswers(BatchStore real) {
            super(real);
        }

        @Override
        public boolean insert(Batch batch) {
            boolean inserted = super.insert(batch);
            if (!lost) {
                lost = true;
                throw new MongoTimeoutException("no answer");
            }
            return inserted;
        }
    }

    private static final class AwayOnce extends Forwarding {
        private boolean away = true;

        AwayOnce(BatchStore real) {
            super(real);
        }

        @Override
        public boolean insert(Batch batch) {
            if (away) {
                away = false;
                throw new MongoTimeoutException("no answer");
            }
            return super.insert(batch);
        }
    }

    private static class RefusingOnce extends Forwarding {
        private boolean refuses = true;

        RefusingOnce(BatchStore real) {
            super(real);
        }

        @Override
        public boolean insert(Batch batch) {
            if (refuses) {
                refuses = false;
                return false;
            }
            return super.insert(batch);
        }
    }

    private static final class GoingAwayOnce extends RefusingOnce {
        private boolean refused;
        private boolean away = true;

        GoingAwayOnce(BatchStore real) {
            super(real);
        }

        @Override
        public boolean insert(Batch batch) {
            boolean inserted = super.insert(batch);
            refused = !inserted;
            return inserted;
        }

        @Override
        public Map<String, Long> indexes(Collection<String> eventIds) {
            if (refused && away) {
                away = false;
                throw new MongoTimeoutException("no answer");
            }
            return super.indexes(eventIds);
        }
    }

    private static class Forwarding implements BatchStore {
        private final BatchStore real;

        Forwarding(BatchStore real) {
            this.real = real;
        }

        @Override
        public boolean insert(Batch batch) {
            return real.insert(batch);
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
