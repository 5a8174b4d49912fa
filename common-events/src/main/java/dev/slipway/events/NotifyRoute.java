package dev.slipway.events;

import java.util.List;

/**
 * Who is told of what.
 *
 * @param channel such as {@code slack:#releases}, {@code slack-webhook:releases} or {@code webhook:ci}
 * @param events the events' names; empty for the default set, which leaves out the chatty ones
 */
public record NotifyRoute(String channel, List<String> events) {
    public NotifyRoute {
        events = List.copyOf(events);
        if (!channel.matches("[a-z-]+:.+")) {
            throw new IllegalArgumentException(
                    "channel '" + channel + "' is not of the form kind:name, such as slack:#releases");
        }
    }
}
