package dev.slipway.events;

import java.util.Map;

/**
 * What CI says, as a CDEvent: something was built, tested, scanned or merged; an incident began or ended.
 *
 * @param cdevent the CDEvent's members {@code context}, {@code subject} and, where given, {@code customData}
 * @see <a href="https://cdevents.dev/docs/spec/">CDEvents 0.4.1 and 0.5.1</a>
 */
public record BuildEvents(Map<String, Object> cdevent) implements Event {
    public BuildEvents {
        cdevent = Map.copyOf(cdevent);
    }
}
