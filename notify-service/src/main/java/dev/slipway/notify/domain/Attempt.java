package dev.slipway.notify.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of trying a delivery. */
public record Attempt(Delivery delivery, Result result) {
    /** How it went. */
    public sealed interface Result {
        /** @param reference what the receiver calls the message; null where it says nothing */
        record Sent(@Nullable String reference) implements Result {}

        /**
         * It may work later.
         *
         * @param after what the receiver asked for, such as by {@code Retry-After}; null where it said nothing
         */
        record Failed(String detail, @Nullable Duration after) implements Result {}

        /** It was not tried: the channel has to rest for so long. */
        record Resting(Duration duration) implements Result {}

        /** It will never work. */
        record Refused(String detail) implements Result {}

        /** There is no such channel here: nothing will ever work on it until somebody configures it. */
        record NoChannel(String detail) implements Result {}
    }
}
