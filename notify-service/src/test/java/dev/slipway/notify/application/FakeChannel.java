package dev.slipway.notify.application;

import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A channel in memory; passes the same contract as the real ones. */
final class FakeChannel implements Channel {
    private final String kind;
    private final Set<String> names;
    private final List<Delivery> arrived = new CopyOnWriteArrayList<>();
    private volatile ChannelContract.Mood mood = ChannelContract.Mood.WELL;

    FakeChannel(String kind, String... names) {
        this.kind = kind;
        this.names = Set.of(names);
    }

    FakeChannel in(ChannelContract.Mood mood) {
        this.mood = mood;
        return this;
    }

    List<Delivery> arrived() {
        return List.copyOf(arrived);
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Attempt.Result send(String name, Delivery delivery, String release) {
        if (!names.contains(name)) {
            return new Attempt.Result.NoChannel("no '" + name + "' is configured (slipway.notify." + kind + ")");
        }
        return switch (mood) {
            case WELL -> {
                arrived.add(delivery);
                yield new Attempt.Result.Sent("message-" + arrived.size());
            }
            case REFUSING -> new Attempt.Result.Refused("never");
            case BROKEN, HANGING, RESETTING, OVERLOADED -> new Attempt.Result.Failed(mood.name(), null);
        };
    }
}
