package dev.slipway.events;

/** One gate and what made it hold, in words that a person understands, values included. */
public record GateResult(String gate, String why) {}
