package dev.slipway.events;

/** A person with the right to do so let a release past a gate that does not hold. */
public record GateWaived(String gate, String person, String reason) implements Event {}
