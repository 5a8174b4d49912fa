package dev.slipway.audit.config;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** When to log what stays wrong: as it begins, and from time to time; a line each second would hide all others. */
final class Reminder {
    static final Duration AGAIN = Duration.ofMinutes(10);

    private final InstantSource clock;
    private @Nullable String wrong;
    private Instant said = Instant.MIN;

    Reminder(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether it is to be said now that this is wrong. */
    boolean isDue(String what) {
        Instant now = clock.instant();
        if (what.equals(wrong) && now.isBefore(said.plus(AGAIN))) {
            return false;
        }
        wrong = what;
        said = now;
        return true;
    }

    /** Whether something was wrong until now. */
    boolean isOver() {
        boolean over = wrong != null;
        wrong = null;
        return over;
    }
}
