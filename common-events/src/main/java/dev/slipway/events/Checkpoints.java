package dev.slipway.events;

/** The log was signed at a size. {@code note} is the signed note itself (C2SP tlog-checkpoint). */
public record Checkpoints(String origin, long size, String root, String note) implements Event {}
