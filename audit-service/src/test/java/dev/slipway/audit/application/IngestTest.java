package dev.slipway.audit.application;

import static dev.slipway.audit.Events.heard;
import static dev.slipway.audit.Events.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.audit.domain.StoredRecord;
import dev.slipway.auditlog.NoteSigner;
import dev.slipway.auditlog.Verdict;
import dev.slipway.embedded.EmbeddedStore;
import dev.slipway.events.WatchPassed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestTest {

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

    @Test
    void linksTheRecordsOfARelease() {
        log.take(heard("v1", 1), heard("v2", 1), heard("v1", 2));
        log.take(heard("v1", 3));

        assertThat(log.verify("shop-v1"))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.records())
                                .extracting(proven -> proven.record().seq())
                                .containsExactly(0L, 1L, 2L));
    }

    @Test
    void anEventHeardAgainIsThereOnce() {
        assertThat(log.take(heard("v1", 1), heard("v1", 2), heard("v1", 1))).isEmpty();
        assertThat(log.take(heard("v1", 2), heard("v1", 3))).isEmpty();
        assertThat(other.take(heard("v1", 3))).isEmpty();

        assertThat(log.records.ofRelease("shop-v1"))
                .extracting(StoredRecord::eventId)
                .containsExactlyInAnyOrder(
                        "deploy-service/shop-v1/1/0", "deploy-service/shop-v1/2/0", "deploy-service/shop-v1/3/0");
        assertThat(log.verify("shop-v1")).isInstanceOf(Verdict.Verified.class);
    }

    @Test
    void anEventThatSaysSomethingElseUnderTheSameIdIsAConflict() {
        HeardEvent first = heard("v1", 1);
        HeardEvent forged = heard(said("v1", 1, new WatchPassed("production", 99)));

        assertThat(log.take(first, forged)).containsExactly(forged);
        assertThat(log.take(forged)).containsExactly(forged);
        assertThat(other.take(forged)).containsExactly(forged);

        assertThat(log.trails.events("shop-v1")).containsExactly(first.envelope());
    }

    @Test
    void whoComesSecondGoesOnBehindTheOther() {
        log.take(heard("v1", 1));
        other.take(heard("v1", 2));

        log.take(heard("v1", 3), heard("v1", 2), heard("v1", 4)); // does not know yet that there is a second

        assertThat(log.verify("shop-v1"))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.records()).hasSize(4));
    }

    /** After a rebalance an instance may still write what another has been given as well. */
    @Test
    void twoInstancesThatHearTheSameWriteOneUnbrokenChain() throws Exception {
        List<HeardEvent> all = IntStream.rangeClosed(1, 60)
                .mapToObj(clock -> heard("v" + clock % 3, clock))
                .toList();
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Void>> writers = List.of(writer(log, all, new Random(1)), writer(other, all, new Random(2)));
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
        }

        assertThat(IntStream.range(0, 3)).allSatisfy(release -> {
            assertThat(log.records.ofRelease("shop-v" + release)).hasSize(20);
            assertThat(log.verify("shop-v" + release)).isInstanceOf(Verdict.Verified.class);
        });
        assertThat(log.trails.signedSize()).isEqualTo(60);
    }

    private static Callable<Void> writer(Log instance, List<HeardEvent> all, Random random) {
        return () -> {
            var mixed = new ArrayList<>(all);
            Collections.shuffle(mixed, random);
            for (int from = 0; from < mixed.size(); from += 5) {
                instance.ingest.take(mixed.subList(from, from + 5));
            }
            return null;
        };
    }

    @Test
    void findsTheEndOfAReleaseWithManyRecords() {
        for (int records = 1; records <= 20; records++) {
            var fresh = new Ingest(log.records, log.sequencer); // remembers nothing
            fresh.take(List.of(heard("v1", records)));
        }

        assertThat(log.verify("shop-v1"))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.records()).hasSize(20));
    }
}
