package dev.slipway.events;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fact about the release's commit became part of the release.
 *
 * @param kind what it is evidence of, such as {@code unit-tests}
 * @param format what it was read from: {@code junit}, {@code jacoco}, {@code cobertura}, {@code sarif}, {@code json}
 * @param part which part of the build it is about, where several reports of a kind add up; null for the whole
 * @param facts numbers, booleans and texts by their dotted names, such as {@code coverage.line}: 0.83
 * @param digest SHA-256 of the bytes that were reported
 * @param reportedBy who reported it
 * @param observedAt when it was observed, which decides which of two contradicting facts counts
 */
public record EvidenceRecorded(
        String kind,
        String format,
        @Nullable String part,
        String commit,
        Map<String, Object> facts,
        Digest digest,
        Actor reportedBy,
        Instant observedAt)
        implements Event {
    public EvidenceRecorded {
        facts = Map.copyOf(facts);
        facts.forEach((name, value) -> {
            if (!(value instanceof Number || value instanceof Boolean || value instanceof String)) {
                throw new IllegalArgumentException("fact " + name + " is a "
                        + value.getClass().getSimpleName() + ": give a number, a boolean or a text");
            }
        });
    }
}
