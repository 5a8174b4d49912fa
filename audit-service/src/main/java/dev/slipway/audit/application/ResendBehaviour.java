package dev.slipway.audit.application;

import dev.slipway.audit.domain.Letter;
import dev.slipway.audit.domain.Resend;
import dev.slipway.audit.domain.ResendPolicy;
import dev.slipway.audit.domain.ResendSignal;
import dev.slipway.decision.Decision;
import dev.slipway.events.EventEnvelope;
import dev.slipway.service.aggregate.Behaviour;
import dev.slipway.service.aggregate.Routed;
import dev.slipway.service.aggregate.Subject;
import dev.slipway.service.aggregate.Turn;
import java.time.Instant;
import java.util.Optional;

/** The way back of a dead letter as an aggregate, whose id is the letter's; its work is to send. */
public final class ResendBehaviour implements Behaviour<Resend, ResendSignal> {
    private final KeptMessages messages;

    public ResendBehaviour(KeptMessages messages) {
        this.messages = messages;
    }

    @Override
    public Class<Resend> stateType() {
        return Resend.class;
    }

    @Override
    public Resend initial(String id) {
        return new Resend.Never(id);
    }

    /** Only people move it. */
    @Override
    public Optional<Routed<ResendSignal>> route(EventEnvelope envelope) {
        return Optional.empty();
    }

    @Override
    public Decision<Resend> decide(Resend state, ResendSignal signal, Instant now) {
        return ResendPolicy.decide(state, signal, now);
    }

    @Override
    public Subject subject(Resend state) {
        return switch (state) {
            case Resend.Sending(var order) -> subject(order.letter());
            case Resend.Sent(var order, Instant _) -> subject(order.letter());
            case Resend.Gone(var order, String _) -> subject(order.letter());
            case Resend.Never(String letter) ->
                throw new IllegalStateException("nothing is said of " + letter + " before somebody wants it sent");
        };
    }

    /** As the letter's own record has it. */
    private static Subject subject(Letter letter) {
        return new Subject(letter.release(), letter.release().value(), "-");
    }

    /** After a crash in between it is sent again: the same bytes, with the same id where they are an event. */
    @Override
    public ResendSignal work(Turn<Resend> turn) {
        if (turn.state() instanceof Resend.Sending(var order)) {
            return messages.resend(order.letter())
                    ? new ResendSignal.Delivered()
                    : new ResendSignal.Missing("what is at " + turn.id() + " is not what the trail has the digest of");
        }
        throw new IllegalStateException(
                turn.id() + " is " + turn.state().getClass().getSimpleName() + ", which wants no work");
    }
}
