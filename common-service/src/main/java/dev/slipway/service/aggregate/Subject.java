package dev.slipway.service.aggregate;

import dev.slipway.events.ReleaseId;

/** The release that an aggregate's events are about. */
public record Subject(ReleaseId release, String application, String version) {}
