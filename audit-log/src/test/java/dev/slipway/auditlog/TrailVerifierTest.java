package dev.slipway.auditlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.slipway.auditlog.Verdict.Flaw;
import dev.slipway.auditlog.Verdict.Problem;
import dev.slipway.auditlog.Verdict.Refused;
import dev.slipway.auditlog.Verdict.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class TrailVerifierTest {

    private final NoteSigner signer = NoteSigner.generate("slipway.example/log");
    private final TrailVerifier verifier = new TrailVerifier(signer.verifier());

    private final Chain first = new Chain("r-1");
    private final Chain second = new Chain("r-2");

    /** A log in which the records of two releases alternate, and the bundle of the first of them. */
    private final List<Chain.Link> log = new ArrayList<>();

    {
        for (int i = 0; i < 4; i++) {
            log.add(first.next("said " + i));
            log.add(second.next("also " + i));
        }
    }

    @Test
    void aTrailAsItWasSignedIsVerified() {
        Verdict verdict = verifier.verify(bundle(0, 2, 4, 6).toJson());

        assertThat(verdict).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.checkpoint()).isEqualTo(checkpoint());
            assertThat(verified.records())
                    .extracting(proven -> proven.record().eventId())
                    .containsExactly("r-1/0", "r-1/1", "r-1/2", "r-1/3");
            assertThat(verified.erased()).isZero();
        });
    }

    @Test
    void severalReleasesAreVerifiedTogether() {
        assertThat(verifier.verify(bundle(7, 6, 5, 4, 3, 2, 1, 0))).isInstanceOf(Verified.class);
    }

    @Test
    void erasedContentLeavesTheProofsValid() {
        TrailBundle bundle = bundle(0, 2);
        var erased = new ArrayList<>(bundle.records());
        erased.set(1, TrailBundle.Entry.of(log.get(2).record().bytes(), null, proofs().inclusion(2, log.size())));

        Verdict verdict = verifier.verify(new TrailBundle(bundle.format(), bundle.checkpoint(), erased).toJson());

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.erased()).isOne());
    }

    @Test
    void oneFlippedBitAnywhereInTheFileIsRefused() {
        byte[] json = bundle(0, 2).toJson();
        assertThat(verifier.verify(json)).isInstanceOf(Verified.class);

        for (int bit = 0; bit < json.length * 8; bit++) {
            assertThat(verifier.verify(BitFlip.of(json, bit)))
                    .as("bit %d of %s", bit, new String(json, UTF_8))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void aChangedRecordIsNamed() {
        TrailRecord was = log.get(2).record();
        var changed = new TrailRecord(
                was.eventId(),
                was.releaseId(),
                was.seq(),
                was.previous(),
                "GateFailed",
                was.time(),
                was.clock(),
                was.source(),
                was.content());

        problems(replaced(1, Chain.Link.of(changed, log.get(2).content())))
                .extracting(Problem::flaw, Problem::where)
                .containsExactly(tuple(Flaw.NOT_IN_LOG, "r-1/1"), tuple(Flaw.CHAIN_BROKEN, "r-1/2"));
    }

    @Test
    void changedContentIsNamed() {
        Content other = Content.salted("said something else".getBytes(UTF_8));

        problems(replaced(1, Chain.Link.of(log.get(2).record(), other)))
                .containsExactly(
                        new Problem(Flaw.CONTENT_CHANGED, "r-1/1", "what it says is not what the record commits to"));
    }

    @Test
    void aMissingRecordIsNoticed() {
        problems(bundle(0, 4, 6))
                .containsExactly(new Problem(Flaw.CHAIN_BROKEN, "r-1/2", "release r-1 has no record 1 before it"));
    }

    @Test
    void aMissingBeginningIsNoticed() {
        problems(bundle(2, 4))
                .containsExactly(new Problem(Flaw.CHAIN_BROKEN, "r-1/1", "release r-1 has no record 0 before it"));
    }

    @Test
    void aRepeatedRecordIsNoticed() {
        problems(bundle(0, 2, 2))
                .containsExactly(new Problem(Flaw.REPEATED, "r-1/1", "the event is in the bundle more than once"));
    }

    @Test
    void aForkIsNoticedThoughBothRecordsAreInTheLog() {
        var twin = new Chain("r-1");
        log.add(twin.next("r-1 said", "another"));

        problems(bundle(0, 8))
                .containsExactly(
                        new Problem(Flaw.CHAIN_BROKEN, "another", "release r-1 has two records 0, the other is r-1/0"));
    }

    @Test
    void aProofOfAnotherLeafIsNoProof() {
        TrailBundle bundle = bundle(0, 2);
        TrailBundle.Entry real = bundle.records().get(1);
        var moved = new TrailBundle.Entry(real.bytes(), real.salt(), real.content(), 3, real.path());

        problems(new TrailBundle(
                        bundle.format(),
                        bundle.checkpoint(),
                        List.of(bundle.records().getFirst(), moved)))
                .extracting(Problem::flaw)
                .containsExactly(Flaw.NOT_IN_LOG);
    }

    @Test
    void aCheckpointOfAnotherKeyIsRefused() {
        NoteSigner other = NoteSigner.generate("slipway.example/log");
        TrailBundle bundle = bundle(0);

        problems(TrailBundle.of(other.sign(checkpoint().text()), bundle.records()))
                .extracting(Problem::flaw, Problem::where)
                .containsExactly(tuple(Flaw.NOT_SIGNED, "checkpoint"));
    }

    @Test
    void anEmptyBundleProvesNothing() {
        problems(bundle()).extracting(Problem::flaw).containsExactly(Flaw.EMPTY);
    }

    private ListAssert<Problem> problems(TrailBundle bundle) {
        return assertThat(verifier.verify(bundle.toJson()))
                .isInstanceOf(Refused.class)
                .extracting(verdict -> ((Refused) verdict).problems(), InstanceOfAssertFactories.list(Problem.class));
    }

    /** The first release's bundle with one of its records exchanged, under the proof of the real one. */
    private TrailBundle replaced(int place, Chain.Link other) {
        TrailBundle bundle = bundle(0, 2, 4, 6);
        var records = new ArrayList<>(bundle.records());
        InclusionProof proof = proofs().inclusion(place * 2L, log.size());
        records.set(place, TrailBundle.Entry.of(other.record().bytes(), other.content(), proof));
        return new TrailBundle(bundle.format(), bundle.checkpoint(), records);
    }

    private TrailBundle bundle(int... leaves) {
        var records = new ArrayList<TrailBundle.Entry>();
        for (int leaf : leaves) {
            Chain.Link link = log.get(leaf);
            records.add(
                    TrailBundle.Entry.of(link.record().bytes(), link.content(), proofs().inclusion(leaf, log.size())));
        }
        return TrailBundle.of(signer.sign(checkpoint().text()), records);
    }

    private Checkpoint checkpoint() {
        return new Checkpoint("slipway.example/log", log.size(), proofs().root(log.size()));
    }

    private Proofs proofs() {
        return new MemoryTree(log.stream().map(link -> link.record().leaf()).toList()).proofs();
    }

    /** Writes the records of one release. */
    private static final class Chain {

        private final String releaseId;
        private Hash previous = Hash.NONE;
        private long seq;

        Chain(String releaseId) {
            this.releaseId = releaseId;
        }

        record Link(TrailRecord record, Content content) {
            static Link of(TrailRecord record, Content content) {
                return new Link(record, content);
            }
        }

        Link next(String said) {
            return next(said, releaseId + "/" + seq);
        }

        Link next(String said, String eventId) {
            Content content = Content.salted(said.getBytes(UTF_8));
            var record = new TrailRecord(
                    eventId,
                    releaseId,
                    seq,
                    previous,
                    "GatePassed",
                    Instant.parse("2026-11-21T04:00:00Z").plusSeconds(seq),
                    seq,
                    new TrailRecord.Source("GatePassed", 0, seq),
                    content.commitment());
            seq++;
            previous = record.leaf();
            return new Link(record, content);
        }
    }
}
