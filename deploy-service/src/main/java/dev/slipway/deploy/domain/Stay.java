package dev.slipway.deploy.domain;

import java.time.Instant;

/**
 * A release in an environment.
 *
 * @param since when its gate had passed
 * @param previous what ran there when the release came
 */
public record Stay(String stage, String environment, String namespace, Instant since, Occupancy previous) {}
