package dev.slipway.canary.domain;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many requests, as counters that only grow until their process starts anew.
 *
 * @param requests all of them
 * @param errors those answered with a status of 500 and above
 * @param buckets how many took at most so many seconds, cumulative, positive infinity included; empty where the process
 *     keeps no histogram
 */
public record Counts(double requests, double errors, SortedMap<Double, Double> buckets) {
    public static final Counts ZERO = new Counts(0, 0, Collections.emptySortedMap());

    public Counts {
        buckets = Collections.unmodifiableSortedMap(new TreeMap<>(buckets));
    }

    public Counts plus(Counts other) {
        SortedMap<Double, Double> sum = new TreeMap<>(buckets);
        other.buckets.forEach((bound, count) -> sum.merge(bound, count, Double::sum));
        return new Counts(requests + other.requests, errors + other.errors, sum);
    }

    /**
     * What came since {@code earlier}. Where a counter is lower than it was, the process started anew, and all that it
     * counts came since; as in PromQL's {@code increase}, what it counted between the two is lost.
     *
     * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/functions/#increase">PromQL increase()</a>
     */
    public Counts since(Counts earlier) {
        if (isBelow(earlier)) {
            return this;
        }
        SortedMap<Double, Double> increase = new TreeMap<>();
        buckets.forEach((bound, count) -> increase.put(bound, count - earlier.buckets.getOrDefault(bound, 0.0)));
        return new Counts(requests - earlier.requests, errors - earlier.errors, increase);
    }

    private boolean isBelow(Counts earlier) {
        return requests < earlier.requests
                || errors < earlier.errors
                || buckets.entrySet().stream()
                        .anyMatch(bucket -> bucket.getValue() < earlier.buckets.getOrDefault(bucket.getKey(), 0.0));
    }

    /** NaN without requests. */
    double errorRate() {
        return requests > 0 ? errors / requests : Double.NaN;
    }

    /** How many requests the buckets have counted. */
    double observed() {
        return buckets.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    }

    /**
     * The time that the share {@code q} of the requests stayed below, interpolated within its bucket as PromQL does: the
     * first bucket begins at 0, and in the last, which has no end, it is the bound below. NaN without requests.
     *
     * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile">PromQL
     *     histogram_quantile()</a>
     */
    double quantile(double q) {
        double total = observed();
        if (!(total > 0)) {
            return Double.NaN;
        }
        double rank = q * total;
        double lowerBound = 0;
        double below = 0;
        for (var bucket : buckets.entrySet()) {
            double bound = bucket.getKey();
            double count =
                    Math.max(below, bucket.getValue()); // pods with other bounds leave gaps: never fewer than below
            if (count >= rank) {
                if (Double.isInfinite(bound)) {
                    return lowerBound;
                }
                double inBucket = count - below;
                return inBucket > 0 ? lowerBound + (bound - lowerBound) * (rank - below) / inBucket : bound;
            }
            lowerBound = bound;
            below = count;
        }
        return lowerBound;
    }
}
