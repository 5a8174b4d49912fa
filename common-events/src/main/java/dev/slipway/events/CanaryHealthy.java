package dev.slipway.events;

/** Every step held its thresholds: the only leave to give a canary full traffic for good. */
public record CanaryHealthy(String environment, int measurements) implements Event {}
