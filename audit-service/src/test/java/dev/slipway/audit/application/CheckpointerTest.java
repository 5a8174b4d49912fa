package dev.slipway.audit.application;

import static dev.slipway.audit.Events.heard;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.slipway.audit.application.Checkpointer.Standing.Refusing;
import dev.slipway.audit.application.Checkpointer.Standing.Signing;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.Hash;
import dev.slipway.auditlog.NoteSigner;
import dev.slipway.auditlog.Proofs;
import dev.slipway.auditlog.Verdict;
import dev.slipway.auditlog.Verdict.Flaw;
import dev.slipway.auditlog.Verdict.Problem;
import dev.slipway.auditlog.Verdict.Refused;
import dev.slipway.embedded.EmbeddedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointerTest {

    @TempDir
    private Path folder;

    private final NoteSigner signer = NoteSigner.generate("log");
    private final Log.Copy outside = new Log.Copy();

    private EmbeddedStore store;
    private Log log;

    @BeforeEach
    void start() {
        store = EmbeddedStore.start(folder.resolve("store"), 0);
        log = new Log(store.uri(), signer, outside);
    }

    @AfterEach
    void stop() {
        log.close();
        store.close();
    }

    private void append(String version) {
        log.take(heard(version, 1), heard(version, 2), heard(version, 3));
        log.sequencer.drain();
    }

    @Test
    void signsWhatWasAppendedAndTellsItOnce() {
        append("v1");
        assertThat(log.checkpointer.sign()).isEqualTo(new Signing());
        assertThat(log.checkpointer.sign()).isEqualTo(new Signing());
        append("v2");
        assertThat(log.checkpointer.sign()).isEqualTo(new Signing());

        assertThat(log.told).extracting(Checkpoint::size).containsExactly(3L, 6L);
        assertThat(outside.read()).isEqualTo(log.checkpoints.last().map(SignedNote::text));
        assertThat(Checkpoint.open(outside.read().orElseThrow(), signer.verifier()))
                .isEqualTo(log.told.getLast());
        assertThat(log.trails
                        .consistency(3, 6)
                        .verify(log.told.getFirst().root(), log.told.getLast().root()))
                .isTrue();
    }

    @Test
    void anEmptyLogIsNotSigned() {
        assertThat(log.checkpointer.sign()).isEqualTo(new Signing());

        assertThat(log.checkpoints.last()).isEmpty();
        assertThat(log.told).isEmpty();
    }

    @Test
    void goesOnFromTheLastCheckpointAfterARestart() {
        append("v1");
        log.checkpointer.sign();
        restart(() -> {});
        append("v2");

        assertThat(log.checkpointer.sign()).isEqualTo(new Signing());

        assertThat(log.told).extracting(Checkpoint::size).containsExactly(6L);
        assertThat(new Proofs(new BatchTree(log.batches)).root(6))
                .isEqualTo(log.told.getLast().root());
    }

    @Test
    void aCheckpointThatNobodyWasToldIsToldAfterARestart() {
        append("v1");
        log.checkpointer.sign();
        restart(() -> {});

        log.checkpointer.sign();

        assertThat(log.told).extracting(Checkpoint::size).containsExactly(3L);
    }

    @Test
    void aCheckpointIsToldAgainInTheSameWords() {
        append("v1");
        log.checkpointer.sign();
        var said = log.said;
        restart(() -> {});

        log.checkpointer.sign();

        assertThat(log.said).hasSize(1).isEqualTo(said);
    }

    @Test
    void aNewLogSaysItsCheckpointsUnderOtherNamesThanTheOneBeforeIt() {
        append("v1");
        log.checkpointer.sign();
        try (var empty = EmbeddedStore.inMemory();
                var next = new Log(empty.uri(), NoteSigner.generate("log-2"), new Log.Copy())) {
            next.take(heard("v1", 1), heard("v1", 2), heard("v1", 3));
            next.sequencer.drain();
            next.checkpointer.sign();

            assertThat(next.said.getLast().id()).isNotEqualTo(log.said.getLast().id());
        }
    }

    @Test
    void twoInstancesSignTheSame() {
        append("v1");
        try (var other = new Log(store.uri(), signer, new Log.Copy())) {
            assertThat(log.checkpointer.sign()).isEqualTo(new Signing());
            assertThat(other.checkpointer.sign()).isEqualTo(new Signing());
            other.take(heard("v2", 1));
            other.sequencer.drain();
            assertThat(other.checkpointer.sign()).isEqualTo(new Signing());
            assertThat(log.checkpointer.sign()).isEqualTo(new Signing());

            assertThat(log.said).isEqualTo(other.said).hasSize(2);
        }
    }

    @Test
    void aBitThatIsFlippedBeforeTheSignatureIsNeverSigned() {
        append("v1");
        flipABit("deploy-service/shop-v1/2/0");

        assertThat(log.checkpointer.sign())
                .isEqualTo(new Refusing("the record of leaf 1, event deploy-service/shop-v1/2/0, was changed"));
        assertThat(log.checkpoints.last()).isEmpty();
    }

    @Test
    void aBitThatIsFlippedAfterTheSignatureIsFoundOfflineAndNamed() {
        append("v1");
        assertThat(log.verify("shop-v1")).isInstanceOf(Verdict.Verified.class);

        flipABit("deploy-service/shop-v1/2/0");

        assertThat(log.verify("shop-v1"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::flaw, Problem::where)
                                .containsExactly(
                                        tuple(Flaw.NOT_IN_LOG, "deploy-service/shop-v1/2/0"),
                                        tuple(Flaw.CHAIN_BROKEN, "deploy-service/shop-v1/3/0")));
    }

    @Test
    void whatWasSaidCannotBeChangedEither() {
        append("v1");
        log.checkpointer.sign();
        log.database
                .getCollection("records")
                .updateOne(
                        Filters.eq("_id", "deploy-service/shop-v1/2/0"),
                        Updates.set("content", new Binary("{\"id\":\"other\"}".getBytes(UTF_8))));

        assertThat(log.verify("shop-v1"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::flaw, Problem::where)
                                .containsExactly(tuple(Flaw.CONTENT_CHANGED, "deploy-service/shop-v1/2/0")));
    }

    @Test
    void aRecordThatIsGoneIsNamed() {
        append("v1");
        log.database.getCollection("records").deleteOne(Filters.eq("_id", "deploy-service/shop-v1/3/0"));

        assertThat(log.checkpointer.sign())
                .isEqualTo(new Refusing("the record of leaf 2, event deploy-service/shop-v1/3/0, is gone"));
    }

    @Test
    void aSignedBatchThatIsGoneStopsTheSigning() {
        append("v1");
        log.checkpointer.sign();
        log.database.getCollection("batches").deleteMany(Filters.empty());

        assertThat(log.checkpointer.sign()).isEqualTo(new Refusing("the batch that ends at the signed size 3 is gone"));
    }

    @Test
    void aDatabaseThatWasSetBackIsNotSignedUntilItIsBack() throws IOException {
        append("v1");
        log.checkpointer.sign();
        Path older = backUp("older");
        append("v2");
        log.checkpointer.sign();
        Path newer = backUp("newer");

        restart(() -> restore(older));

        var refusing = new Refusing("the database has 3 leaves, but the checkpoint outside of it is of 6:"
                + " it was set back; restore a newer backup, signing goes on by itself then");
        assertThat(log.checkpointer.sign()).isEqualTo(refusing);
        append("v3"); // even when it is as long as it was, it is another log
        append("v4");
        assertThat(log.checkpointer.sign())
                .isEqualTo(new Refusing("the first 6 leaves are not those of the checkpoint outside of the database"));
        assertThat(log.checkpoints.at(9)).isEmpty();
        assertThat(log.told).isEmpty();

        restart(() -> restore(newer));

        append("v3");
        assertThat(log.checkpointer.sign()).isEqualTo(new Signing());
        assertThat(log.told).extracting(Checkpoint::size).containsExactly(9L);
    }

    @Test
    void aCopyThatThisLogNeverSignedStopsTheSigning() {
        append("v1");
        String foreign = NoteSigner.generate("log")
                .sign(new Checkpoint("log", 3, Hash.EMPTY_TREE).text())
                .format();
        outside.write(foreign);

        assertThat(log.checkpointer.sign())
                .isInstanceOfSatisfying(
                        Refusing.class,
                        refusing -> assertThat(refusing.reason())
                                .startsWith("the checkpoint outside of the database is not one of this log:"));
        assertThat(outside.read()).contains(foreign);
    }

    private void flipABit(String eventId) {
        var records = log.database.getCollection("records");
        Document record =
                Objects.requireNonNull(records.find(Filters.eq("_id", eventId)).first());
        byte[] bytes = record.get("bytes", Binary.class).getData();
        int clock = new String(bytes, UTF_8).indexOf("\"clock\":") + 8;
        bytes[clock] ^= 1; // of a digit: it can still be read
        records.updateOne(Filters.eq("_id", eventId), Updates.set("bytes", new Binary(bytes)));
    }

    private Path backUp(String name) throws IOException {
        stop();
        Path copy = Files.copy(folder.resolve("store"), folder.resolve(name));
        start();
        return copy;
    }

    private void restore(Path backup) {
        try {
            Files.copy(backup, folder.resolve("store"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restart(Runnable whileStopped) {
        stop();
        whileStopped.run();
        start();
    }
}
