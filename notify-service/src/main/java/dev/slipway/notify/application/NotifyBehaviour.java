package dev.slipway.notify.application;

import dev.slipway.decision.Decision;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.DeadLetterResent;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.NotificationFailed;
import dev.slipway.events.NotificationSent;
import dev.slipway.events.Topic;
import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;
import dev.slipway.notify.domain.Notices;
import dev.slipway.notify.domain.NotifyPolicy;
import dev.slipway.notify.domain.Signal;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import dev.slipway.service.resilience.Concurrently;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The notices of a release as an aggregate. */
public final class NotifyBehaviour implements Behaviour<Notices, Signal> {
    /** What can be told: all but our own words and the log's. */
    public static final List<Topic> TOPICS = Topic.all().stream()
            .filter(topic -> topic != Topic.NOTIFICATION_SENT
                    && topic != Topic.NOTIFICATION_FAILED
                    && topic != Topic.CHECKPOINTS
                    && topic != Topic.BUILD_EVENTS)
            .toList();

    private final NotifyPolicy policy;
    private final Channels channels;

    public NotifyBehaviour(NotifyPolicy policy, Channels channels) {
        this.policy = policy;
        this.channels = channels;
    }

    @Override
    public Class<Notices> stateType() {
        return Notices.class;
    }

    @Override
    public Notices initial(String id) {
        return new Notices.Unknown(id);
    }

    @Override
    public Optional<Routed<Signal>> route(EventEnvelope envelope) {
        return switch (envelope.event()) {
            case NotificationSent _, NotificationFailed _, Checkpoints _ -> Optional.empty();
            case DeadLetterResent _ when envelope.release().equals(DeadLetterResent.OF_NO_RELEASE) -> Optional.empty();
            default -> Optional.of(new Routed<>(envelope.release().value(), new Signal.Happened(envelope)));
        };
    }

    @Override
    public Decision<Notices> decide(Notices state, Signal signal, Instant now) {
        return policy.decide(state, signal, now);
    }

    @Override
    public Subject subject(Notices state) {
        if (state instanceof Notices.Routed routed) {
            return new Subject(routed.release(), routed.application(), routed.version());
        }
        throw new IllegalStateException("nothing is said of a release that nobody has requested");
    }

    /**
     * One message a channel, so that each hears things in order, and all channels at once: one after the other, a few that
     * hang would outlast the lease.
     */
    @Override
    public Signal work(Turn<Notices> turn) {
        return switch (turn.state()) {
            case Notices.Unknown _ -> new Signal.Tried(List.of());
            case Notices.Routed routed -> new Signal.Tried(tryAll(routed, turn.now()));
        };
    }

    private List<Attempt> tryAll(Notices.Routed routed, Instant now) {
        List<Delivery> due = routed.next().stream()
                .filter(delivery -> !delivery.due().isAfter(now))
                .toList();
        return Concurrently.map(
                due,
                delivery -> new Attempt(
                        delivery, channels.send(delivery, routed.release().value())));
    }
}
