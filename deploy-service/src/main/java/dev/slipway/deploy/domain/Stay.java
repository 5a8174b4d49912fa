package dev.slipway.deploy.domain;

import java.time.Instant;

/**
 * A release in an environment.
 *
 * @param since when its gate had passed
 * @param previous what ran there when the release came
 * @param claim how often the environment had been claimed when the release got it; a fence's first part
 */
public record Stay(String stage, String environment, String namespace, Instant since, Occupancy previous, long claim) {
    Stay claimed(long again) {
        return new Stay(stage, environment, namespace, since, previous, again);
    }
}
