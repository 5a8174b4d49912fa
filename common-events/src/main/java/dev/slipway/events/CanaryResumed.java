package dev.slipway.events;

import org.jspecify.annotations.Nullable;

/** A person let a paused canary go on; its hold begins again. */
public record CanaryResumed(
        String environment,
        int step,
        String person,
        @Nullable String reason) implements Event {}
