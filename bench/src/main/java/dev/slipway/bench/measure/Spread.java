package dev.slipway.bench.measure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How measured times are spread; a percentile is the smallest value that so many are not above (nearest rank). */
public record Spread(List<Duration> sorted) {
    public Spread {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = sorted.stream().sorted().toList();
    }

    public Duration percentile(double share) {
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median %.3f s, p90 %.3f s, p99 %.3f s, max %.3f s (n = %d)",
                seconds(0.5),
                seconds(0.9),
                seconds(0.99),
                seconds(1),
                sorted.size());
    }

    private double seconds(double share) {
        return percentile(share).toNanos() / 1e9;
    }
}
