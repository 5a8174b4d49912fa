package dev.slipway.events;

/** The watch after full promotion ended well. */
public record WatchPassed(String environment, int measurements) implements Event {}
