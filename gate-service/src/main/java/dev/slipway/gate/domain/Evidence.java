package dev.slipway.gate.domain;

import dev.slipway.events.Actor;
import dev.slipway.events.Digest;
import dev.slipway.events.EvidenceRecorded;
import java.time.Instant;
import java.util.Map;

/**
 * What one report says about a commit.
 *
 * @param kind what it is evidence of; a newer report of the same kind and format takes its place
 * @param observedAt decides which of two reports is newer, whichever arrived first
 */
public record Evidence(
        String kind,
        String format,
        String commit,
        Map<String, Object> facts,
        Digest digest,
        Actor reportedBy,
        Instant observedAt) {
    public Evidence {
        facts = Map.copyOf(facts);
    }

    /** Reports with the same slot contradict each other. */
    String slot() {
        return kind + "/" + format;
    }

    EvidenceRecorded recorded() {
        return new EvidenceRecorded(kind, format, commit, facts, digest, reportedBy, observedAt);
    }
}
