package dev.slipway.gate.domain;

import dev.slipway.events.Actor;
import dev.slipway.events.Digest;
import dev.slipway.events.EvidenceRecorded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one report says about a commit.
 *
 * @param kind what it is evidence of; a newer report of the same kind, format and part takes its place
 * @param part which part of the build it is about; null for the whole
 * @param observedAt decides which of two reports is newer, whichever arrived first
 */
public record Evidence(
        String kind,
        String format,
        @Nullable String part,
        String commit,
        Map<String, Object> facts,
        Digest digest,
        Actor reportedBy,
        Instant observedAt) {
    public Evidence {
        facts = Map.copyOf(facts);
    }

    /** Reports with the same slot contradict each other. */
    public String slot() {
        return kind + "/" + format + (part == null ? "" : "/" + part);
    }

    /** Whether this is of the same slot, and was observed later than that one or is the very same report. */
    boolean isAtLeast(Evidence other) {
        return slot().equals(other.slot())
                && (observedAt.isAfter(other.observedAt)
                        || (observedAt.equals(other.observedAt) && digest.equals(other.digest)));
    }

    /** Whether it is of the same kind and format, of whatever part. */
    public boolean isBeside(Evidence other) {
        return kind.equals(other.kind) && format.equals(other.format);
    }

    /** The name of a fact that both state, and differently; empty where they agree. */
    public Optional<String> contradicts(Evidence other) {
        return facts.entrySet().stream() // as text: a number may have come back from the store in another class
                .filter(fact -> other.facts.containsKey(fact.getKey())
                        && !fact.getValue().toString().equals(String.valueOf(other.facts.get(fact.getKey()))))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    /** Whether it has something new to say beside these. */
    public boolean addsTo(List<Evidence> known) {
        return known.stream().noneMatch(one -> one.isAtLeast(this));
    }

    /** These, with this in place of the one of its slot. */
    public List<Evidence> among(List<Evidence> known) {
        return Stream.concat(known.stream().filter(one -> !one.slot().equals(slot())), Stream.of(this))
                .toList();
    }

    EvidenceRecorded recorded() {
        return new EvidenceRecorded(kind, format, part, commit, facts, digest, reportedBy, observedAt);
    }
}
