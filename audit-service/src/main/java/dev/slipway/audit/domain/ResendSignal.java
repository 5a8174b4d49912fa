package dev.slipway.audit.domain;

import dev.slipway.events.Actor;
import org.jspecify.annotations.Nullable;

/** What happens to a dead letter that is to go back. */
public sealed interface ResendSignal {
    /** A person wants it sent again. */
    record Asked(Letter letter, Actor by, @Nullable String reason) implements ResendSignal {}

    /** The broker has it. */
    record Delivered() implements ResendSignal {}

    /** What was kept is not at its place any more. */
    record Missing(String detail) implements ResendSignal {}
}
