package dev.slipway.notify.application;

import dev.slipway.notify.domain.Delivery;
import java.util.List;

class FakeChannelTest extends ChannelContract {
    private final FakeChannel channel = new FakeChannel("fake", "releases");

    @Override
    protected String name() {
        return "releases";
    }

    @Override
    protected Channel channel(Mood mood) {
        return channel.in(mood);
    }

    @Override
    protected List<String> arrived() {
        return channel.arrived().stream().map(Delivery::text).toList();
    }
}
