package dev.slipway.deploy.domain;

import dev.slipway.events.RollbackTriggered;

/**
 * A rollback in hand.
 *
 * @param over whether the release has ended meanwhile, so that nobody will say later that its environments are free
 */
public record WayBack(Stay stay, RollbackTriggered trigger, boolean over) {
    WayBack claimed(long again) {
        return new WayBack(stay.claimed(again), trigger, over);
    }

    WayBack whenOver() {
        return new WayBack(stay, trigger, true);
    }
}
