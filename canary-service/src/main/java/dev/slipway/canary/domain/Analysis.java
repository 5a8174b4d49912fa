package dev.slipway.canary.domain;

import dev.slipway.events.MetricResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the measurements at one place have come to.
 *
 * @param since when the interval in hand began; null until the first counts are taken
 * @param breaches how often each metric of each component has breached, by {@code metric/component}
 * @param inconclusive how many measurements in a row said nothing
 * @param measurements how many there were
 * @param healthy whether the latest one that counts was healthy
 * @param latest what the latest one said
 */
public record Analysis(
        @Nullable Instant since,
        Map<String, Integer> breaches,
        int inconclusive,
        int measurements,
        boolean healthy,
        List<MetricResult> latest) {
    public static final Analysis NONE = new Analysis(null, Map.of(), 0, 0, false, List.of());

    public Analysis {
        breaches = Map.copyOf(breaches);
        latest = List.copyOf(latest);
    }

    Analysis primed(Instant at) {
        return new Analysis(at, breaches, inconclusive, measurements, healthy, latest);
    }

    int breachesOf(MetricResult result) {
        return breaches.getOrDefault(key(result), 0);
    }

    static String key(MetricResult result) {
        return result.metric() + "/" + result.component();
    }
}
