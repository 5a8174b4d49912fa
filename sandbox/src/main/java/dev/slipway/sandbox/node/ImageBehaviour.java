package dev.slipway.sandbox.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a version does when it runs, wrong or right.
 *
 * @param version what it calls itself
 * @param errorRate the share of requests that it answers with 500, from 0 to 1
 * @param latencyMillis how long it takes for a request, on average
 * @param jitterMillis how far from the average a request may be
 * @param crashLoop whether it exits as soon as it has started
 * @param neverReady whether its health check fails for ever
 * @param unreadyAfterMillis how long after it got ready its health check begins to fail; null for never
 * @param startDelayMillis how long it takes from its start until it is healthy
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageBehaviour(
        String version,
        double errorRate,
        long latencyMillis,
        long jitterMillis,
        boolean crashLoop,
        boolean neverReady,
        @Nullable Long unreadyAfterMillis,
        long startDelayMillis) {

    public ImageBehaviour {
        Objects.requireNonNull(version, "version");
        if (!(errorRate >= 0 && errorRate <= 1)) {
            throw new IllegalArgumentException("errorRate must be from 0 to 1 but is " + errorRate);
        }
        if (latencyMillis < 0 || jitterMillis < 0 || startDelayMillis < 0) {
            throw new IllegalArgumentException("latency, jitter and start delay must not be negative");
        }
    }

    /** A version that does everything right. */
    public static ImageBehaviour healthy(String version) {
        return new ImageBehaviour(version, 0, 2, 1, false, false, null, 20);
    }

    public ImageBehaviour withErrorRate(double rate) {
        return new ImageBehaviour(
                version,
                rate,
                latencyMillis,
                jitterMillis,
                crashLoop,
                neverReady,
                unreadyAfterMillis,
                startDelayMillis);
    }

    public ImageBehaviour withLatency(Duration mean, Duration jitter) {
        return new ImageBehaviour(
                version,
                errorRate,
                mean.toMillis(),
                jitter.toMillis(),
                crashLoop,
                neverReady,
                unreadyAfterMillis,
                startDelayMillis);
    }

    public ImageBehaviour withCrashLoop() {
        return new ImageBehaviour(
                version,
                errorRate,
                latencyMillis,
                jitterMillis,
                true,
                neverReady,
                unreadyAfterMillis,
                startDelayMillis);
    }

    public ImageBehaviour withNeverReady() {
        return new ImageBehaviour(
                version, errorRate, latencyMillis, jitterMillis, crashLoop, true, unreadyAfterMillis, startDelayMillis);
    }

    public ImageBehaviour withUnreadyAfter(Duration time) {
        return new ImageBehaviour(
                version,
                errorRate,
                latencyMillis,
                jitterMillis,
                crashLoop,
                neverReady,
                time.toMillis(),
                startDelayMillis);
    }

    public ImageBehaviour withStartDelay(Duration time) {
        return new ImageBehaviour(
                version,
                errorRate,
                latencyMillis,
                jitterMillis,
                crashLoop,
                neverReady,
                unreadyAfterMillis,
                time.toMillis());
    }
}
