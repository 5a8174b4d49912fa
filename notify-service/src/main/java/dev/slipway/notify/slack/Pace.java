package dev.slipway.notify.slack;

import dev.slipway.notify.domain.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Slack takes about one message a second and channel; over that it would refuse them, so they rest here before. */
final class Pace {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Clock clock;
    private final Map<String, Instant> free = new ConcurrentHashMap<>();

    Pace(Clock clock) {
        this.clock = clock;
    }

    Attempt.Result at(String channel, Supplier<Attempt.Result> send) {
        Instant now = clock.instant();
        Instant next = now.plus(BETWEEN);
        Instant taken = free.merge(channel, next, (until, fresh) -> until.isAfter(now) ? until : fresh);
        return taken.equals(next) ? send.get() : new Attempt.Result.Resting(Duration.between(now, taken));
    }
}
