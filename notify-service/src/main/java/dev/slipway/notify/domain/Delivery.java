package dev.slipway.notify.domain;

import dev.slipway.events.EventId;
import java.time.Instant;

/**
 * A message on its way to one channel.
 *
 * @param tries how often it was tried and failed
 * @param due when it is to be tried next
 */
public record Delivery(String channel, EventId about, String event, String stage, String text, int tries, Instant due) {
    Delivery again(Instant at) {
        return new Delivery(channel, about, event, stage, text, tries + 1, at);
    }

    /** Later, and through no fault of the channel: not a try. */
    Delivery later(Instant at) {
        return new Delivery(channel, about, event, stage, text, tries, at);
    }
}
