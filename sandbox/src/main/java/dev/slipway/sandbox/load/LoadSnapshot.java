package dev.slipway.sandbox.load;

import java.time.Duration;
import java.util.Map;

/**
 * What the users have seen so far.
 *
 * @param versions how many requests each version has answered, by URL and version; unanswered ones count as "none"
 */
public record LoadSnapshot(
        long requests,
        long failures,
        Duration p50,
        Duration p95,
        Duration p99,
        Duration max,
        Map<Served, Count> versions) {

    /** A version as the users of a URL met it. */
    public record Served(String url, String version) implements Comparable<Served> {
        @Override
        public int compareTo(Served other) {
            int byUrl = url.compareTo(other.url);
            return byUrl == 0 ? version.compareTo(other.version) : byUrl;
        }
    }

    /** Requests, and how many of them failed. */
    public record Count(long requests, long failures) {}

    public LoadSnapshot {
        versions = Map.copyOf(versions);
    }

    /** The requests that a version has answered, over all URLs. */
    public Count of(String version) {
        long requests = 0;
        long failures = 0;
        for (var entry : versions.entrySet()) {
            if (entry.getKey().version.equals(version)) {
                requests += entry.getValue().requests;
                failures += entry.getValue().failures;
            }
        }
        return new Count(requests, failures);
    }
}
