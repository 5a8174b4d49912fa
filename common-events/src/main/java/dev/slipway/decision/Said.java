package dev.slipway.decision;

import dev.slipway.events.Actor;
import dev.slipway.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event that a decision says.
 *
 * @param stage the stage it is about; null where it is about the whole release
 * @param actor the person or CI system behind it; null where the service itself is
 */
public record Said(
        Event event, @Nullable String stage, @Nullable Actor actor) {
    public static Said of(Event event) {
        return new Said(event, null, null);
    }

    public static Said of(Event event, String stage) {
        return new Said(event, stage, null);
    }

    public Said by(Actor person) {
        return new Said(event, stage, person);
    }
}
