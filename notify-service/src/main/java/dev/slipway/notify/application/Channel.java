package dev.slipway.notify.application;

import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;

/** A way to tell somebody. */
public interface Channel {
    /** The part of a route's channel before the colon that this serves, such as {@code slack}. */
    String kind();

    /**
     * Tries once, within some seconds; never throws for what the receiver does.
     *
     * @param name the part of the route's channel after the colon, such as {@code #releases}
     * @param release the release that it is about; empty where it is about none
     */
    Attempt.Result send(String name, Delivery delivery, String release);
}
