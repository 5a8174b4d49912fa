package dev.slipway.notify.slack;

import dev.slipway.notify.domain.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Slack takes about one message a second and channel; over that it would refuse them, so they rest here before. */
final class Pace {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Clock clock;
    private final Map<String, Instant> free = new HashMap<>();

    Pace(Clock clock) {
        this.clock = clock;
    }

    Attempt.Result at(String channel, Supplier<Attempt.Result> send) {
        Instant now = clock.instant();
        Instant busyUntil = take(channel, now);
        if (busyUntil != null) {
            return new Attempt.Result.Resting(Duration.between(now, busyUntil));
        }
        Attempt.Result result = send.get();
        if (result instanceof Attempt.Result.Failed failed && failed.after() != null) {
            rest(channel, clock.instant().plus(failed.after())); // for the messages of other releases, too
        }
        return result;
    }

    private synchronized void rest(String channel, Instant until) {
        free.put(channel, until);
    }

    /** Takes the channel for a second; answers until when it is taken by another, null where it was free. */
    private synchronized @Nullable Instant take(String channel, Instant now) {
        Instant until = free.get(channel);
        if (until != null && until.isAfter(now)) {
            return until;
        }
        free.put(channel, now.plus(BETWEEN));
        return null;
    }
}
