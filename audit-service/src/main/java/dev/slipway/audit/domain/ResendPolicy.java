package dev.slipway.audit.domain;

import dev.slipway.audit.domain.Resend.Gone;
import dev.slipway.audit.domain.Resend.Never;
import dev.slipway.audit.domain.Resend.Order;
import dev.slipway.audit.domain.Resend.Sending;
import dev.slipway.audit.domain.Resend.Sent;
import dev.slipway.audit.domain.ResendSignal.Asked;
import dev.slipway.audit.domain.ResendSignal.Delivered;
import dev.slipway.audit.domain.ResendSignal.Missing;
import dev.slipway.decision.Decision;
import dev.slipway.decision.Refusal;
import dev.slipway.decision.Said;
import dev.slipway.events.DeadLetterResent;
import dev.slipway.events.EventId;
import java.time.Instant;

/** A dead letter goes back once. One that comes to nothing again is another letter, at another place. */
public final class ResendPolicy {
    private ResendPolicy() {}

    private record On(Resend state, ResendSignal signal) {}

    public static Decision<Resend> decide(Resend resend, ResendSignal signal, Instant now) {
        return switch (new On(resend, signal)) {
            case On(Never _, Asked asked) -> send(asked, now);
            case On(Gone _, Asked asked) -> send(asked, now);
            case On(Sending(Order order), Asked _) ->
                Decision.refuse(refusal("being-resent", "is being resent", order));
            case On(Sent(Order order, Instant _), Asked _) ->
                Decision.refuse(refusal("already-resent", "was resent", order));
            case On(Sending(Order order), Delivered _) ->
                Decision.become(
                        new Sent(order, now), null, Said.of(resent(order)).by(order.by()));
            case On(Sending(Order order), Missing(String detail)) -> Decision.become(new Gone(order, detail), null);
            case On(Never _, Delivered _),
                    On(Never _, Missing _),
                    On(Sent _, Delivered _),
                    On(Sent _, Missing _),
                    On(Gone _, Delivered _),
                    On(Gone _, Missing _) -> Decision.ignore("it is not being sent");
        };
    }

    private static Decision<Resend> send(Asked asked, Instant now) {
        return Decision.become(new Sending(new Order(asked.letter(), asked.by(), now, asked.reason())), now);
    }

    private static Refusal refusal(String code, String what, Order order) {
        return Refusal.conflict(
                        code,
                        "dead letter '%s' %s by %s at %s"
                                .formatted(order.letter().id(), what, order.by().name(), order.at()),
                        "a letter goes back once; if it could not be handled again, it is a new one: list them")
                .about("letter", order.letter().id());
    }

    private static DeadLetterResent resent(Order order) {
        Letter letter = order.letter();
        return new DeadLetterResent(
                new EventId(letter.id()),
                Place.of(letter.id()).sourceTopic(),
                letter.said().service(),
                order.by().name(),
                letter.said().digest(),
                order.reason());
    }
}
