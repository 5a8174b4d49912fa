package dev.slipway.notify.application;

import java.time.Duration;
import java.util.Optional;

/** How long a receiver wants to be left alone, as its header {@code Retry-After} says. */
public final class RetryAfter {
    private static final long LONGEST_SECONDS = 600;

    private RetryAfter() {}

    /** Of 1 s to 10 min; empty where there is none, and for a date, which the receiver's clock would have to be trusted for. */
    public static Optional<Duration> of(Optional<String> header) {
        return header.filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Math.clamp(Long.parseLong(value), 1, LONGEST_SECONDS)));
    }
}
