package dev.slipway.auditlog;

import java.util.List;
import java.util.Optional;

/** What came out of checking a trail. */
public sealed interface Verdict {

    /**
     * Everything is as it was when the checkpoint was signed.
     *
     * @param records in the order of the bundle
     */
    record Verified(Checkpoint checkpoint, List<Proven> records) implements Verdict {

        public Verified {
            records = List.copyOf(records);
        }

        public long erased() {
            return records.stream().filter(proven -> proven.content().isEmpty()).count();
        }
    }

    /**
     * A record that is in the log, at this index.
     *
     * @param content what was said, empty if it was erased or left out: then only the hash of it is proven
     */
    record Proven(TrailRecord record, long index, Optional<Content> content) {}

    /** @param problems not empty, in the order in which they were found */
    record Refused(List<Problem> problems) implements Verdict {

        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refusal names at least one problem");
            }
        }
    }

    /**
     * @param where the record by its event id if that can be read, else its place in the bundle, or the bundle's part
     * @param detail what was found, for a person
     */
    record Problem(Flaw flaw, String where, String detail) {

        @Override
        public String toString() {
            return "%s: %s: %s".formatted(where, flaw.label(), detail);
        }
    }

    enum Flaw {
        MALFORMED("malformed"),
        NOT_SIGNED("not-signed"),
        EMPTY("empty"),
        NOT_IN_LOG("not-in-log"),
        CONTENT_CHANGED("content-changed"),
        REPEATED("repeated"),
        CHAIN_BROKEN("chain-broken");

        private final String label;

        Flaw(String label) {
            this.label = label;
        }

        /** As scripts and dashboards see it; it never changes. */
        public String label() {
            return label;
        }
    }
}
