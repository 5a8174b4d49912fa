package dev.slipway.events;

/** An event that a newer Slipway says: kept as it came, so that it can be recorded and passed on. */
public record UnknownEvent(String type, String json) implements Event {}
