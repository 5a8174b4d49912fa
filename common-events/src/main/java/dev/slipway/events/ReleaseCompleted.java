package dev.slipway.events;

import java.time.Duration;

/** The release went through its whole pipeline. {@code took} is from its request. */
public record ReleaseCompleted(Duration took) implements Event {}
