package dev.slipway.events;

import org.jspecify.annotations.Nullable;

/** Somebody was told. {@code reference} is what the receiver calls the message, such as Slack's {@code ts}. */
public record NotificationSent(
        EventId about, String route, @Nullable String reference) implements Event {}
