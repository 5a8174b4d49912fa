package dev.slipway.sandbox.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;

/** Durations in buckets 2 % wide, from a microsecond to minutes. */
final class Latencies {
    private static final double WIDTH = Math.log(1.02);
    private static final int BUCKETS = 1000;
    private static final double UNIT_NANOS = 1_000;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);

    void record(long nanos) {
        int bucket = (int) (Math.log(Math.max(1, nanos / UNIT_NANOS)) / WIDTH);
        buckets.incrementAndGet(Math.min(bucket, BUCKETS - 1));
        max.accumulate(nanos);
    }

    /** The duration that a share of all stayed below, to 2 %. */
    Duration percentile(double share) {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += buckets.get(i);
        }
        long rank = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < BUCKETS && total > 0; i++) {
            seen += buckets.get(i);
            if (seen >= rank) {
                long upper = (long) (Math.exp((i + 1) * WIDTH) * UNIT_NANOS);
                return Duration.ofNanos(Math.min(upper, max.get()));
            }
        }
        return Duration.ZERO;
    }

    Duration max() {
        return Duration.ofNanos(max.get());
    }
}
