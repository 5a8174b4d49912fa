package dev.slipway.notify.application;

import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All ways to tell somebody. */
public final class Channels {
    private final Map<String, Channel> byKind;

    public Channels(List<Channel> channels) {
        this.byKind = channels.stream().collect(Collectors.toUnmodifiableMap(Channel::kind, Function.identity()));
    }

    /** @param release the release that it is about; empty for none */
    Attempt.Result send(Delivery delivery, String release) {
        String[] parts = delivery.channel().split(":", 2);
        Channel channel = byKind.get(parts[0]);
        return channel == null
                ? new Attempt.Result.NoChannel("no channel of kind '" + parts[0] + "' is configured; there are "
                        + byKind.keySet().stream().sorted().toList())
                : channel.send(parts[1], delivery, release);
    }
}
