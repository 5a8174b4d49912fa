package dev.slipway.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** In some runs a group hears a partition late, so that what was said first on another topic is heard last. */
final class Lags {
    private static final int WITH = 3;
    private static final int LATE = 6;
    private static final int MOST_SECONDS = 900;

    private final Chance chance;
    private final boolean some;
    private final Map<String, Duration> lags = new HashMap<>();

    Lags(long seed) {
        this.chance = new Chance(seed, "lags");
        this.some = chance.oneIn(WITH);
    }

    /** How late; the same for the whole run. */
    Duration of(String group, TopicPartition place) {
        return some
                ? lags.computeIfAbsent(
                        group + " " + place,
                        _ -> chance.oneIn(LATE) ? Duration.ofSeconds(chance.below(MOST_SECONDS)) : Duration.ZERO)
                : Duration.ZERO;
    }

    boolean some() {
        return some;
    }
}
