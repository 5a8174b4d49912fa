package dev.slipway.events;

/** Somebody could not be told, after all tries. */
public record NotificationFailed(EventId about, String route, String detail, int tries) implements Event {}
