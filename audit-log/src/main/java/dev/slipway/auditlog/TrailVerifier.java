package dev.slipway.auditlog;

import dev.slipway.auditlog.Verdict.Flaw;
import dev.slipway.auditlog.Verdict.Problem;
import dev.slipway.auditlog.Verdict.Proven;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a trail bundle with nothing but the log's public key: the checkpoint's signature, that each record is in the
 * tree it signs, that what was said is what the record commits to, and that each release's chain begins at its first
 * record and has no gap.
 *
 * <p>What a bundle cannot show is that a release has no records after the last one in it.
 */
public final class TrailVerifier {

    private final NoteVerifier key;

    public TrailVerifier(NoteVerifier key) {
        this.key = key;
    }

    public Verdict verify(byte[] json) {
        try {
            return verify(TrailBundle.parse(json));
        } catch (IllegalArgumentException e) {
            return refused(Flaw.MALFORMED, "bundle", e);
        }
    }

    public Verdict verify(TrailBundle bundle) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.open(bundle.checkpoint(), key);
        } catch (IllegalArgumentException e) {
            return refused(Flaw.NOT_SIGNED, "checkpoint", e);
        }
        if (bundle.records().isEmpty()) {
            return new Verdict.Refused(List.of(new Problem(Flaw.EMPTY, "records", "there are none to check")));
        }
        var check = new Check(checkpoint);
        for (int i = 0; i < bundle.records().size(); i++) {
            check.entry("record " + i, bundle.records().get(i));
        }
        check.chains();
        return check.problems.isEmpty()
                ? new Verdict.Verified(checkpoint, check.proven)
                : new Verdict.Refused(check.problems);
    }

    private static Verdict refused(Flaw flaw, String where, Exception cause) {
        return new Verdict.Refused(List.of(new Problem(flaw, where, String.valueOf(cause.getMessage()))));
    }

    /** One check of one bundle, which goes on after a problem: who looks for a forgery wants to see all of it. */
    private static final class Check {

        private final Checkpoint checkpoint;
        private final List<Problem> problems = new ArrayList<>();
        private final List<Proven> proven = new ArrayList<>();
        private final List<TrailRecord> readable = new ArrayList<>();
        private final Set<String> ids = new HashSet<>();

        Check(Checkpoint checkpoint) {
            this.checkpoint = checkpoint;
        }

        void entry(String place, TrailBundle.Entry entry) {
            String where = place;
            try {
                byte[] bytes = entry.recordBytes();
                TrailRecord record = TrailRecord.parse(bytes);
                where = record.eventId();
                readable.add(record);
                InclusionProof proof = entry.proof(checkpoint.size());
                Content said = entry.said();
                if (!ids.add(record.eventId())) {
                    problem(Flaw.REPEATED, where, "the event is in the bundle more than once");
                } else if (!proof.verify(Hash.leaf(bytes), checkpoint.root())) {
                    problem(
                            Flaw.NOT_IN_LOG,
                            where,
                            "it does not lead from leaf %d to the root that is signed for size %d"
                                    .formatted(entry.index(), checkpoint.size()));
                } else if (said != null && !said.commitment().equals(record.content())) {
                    problem(Flaw.CONTENT_CHANGED, where, "what it says is not what the record commits to");
                } else {
                    proven.add(new Proven(record, entry.index(), Optional.ofNullable(said)));
                }
            } catch (IllegalArgumentException e) {
                problem(Flaw.MALFORMED, where, String.valueOf(e.getMessage()));
            }
        }

        void chains() {
            var chains = new HashMap<String, Map<Long, TrailRecord>>();
            for (TrailRecord record : readable) {
                TrailRecord twin = chains.computeIfAbsent(record.releaseId(), _ -> new HashMap<>())
                        .putIfAbsent(record.seq(), record);
                if (twin != null && !twin.eventId().equals(record.eventId())) {
                    problem(
                            Flaw.CHAIN_BROKEN,
                            record.eventId(),
                            "release %s has two records %d, the other is %s"
                                    .formatted(record.releaseId(), record.seq(), twin.eventId()));
                }
            }
            for (TrailRecord record : readable) {
                if (record.seq() > 0) { // the first has no predecessor, or it would not have been readable
                    link(
                            record,
                            chains.getOrDefault(record.releaseId(), Map.of()).get(record.seq() - 1));
                }
            }
        }

        private void link(TrailRecord record, @Nullable TrailRecord before) {
            if (before == null) {
                problem(
                        Flaw.CHAIN_BROKEN,
                        record.eventId(),
                        "release %s has no record %d before it".formatted(record.releaseId(), record.seq() - 1));
            } else if (!before.leaf().equals(record.previous())) {
                problem(
                        Flaw.CHAIN_BROKEN,
                        record.eventId(),
                        "it does not follow record %s as that is now".formatted(before.eventId()));
            }
        }

        private void problem(Flaw flaw, String where, String detail) {
            problems.add(new Problem(flaw, where, detail));
        }
    }
}
