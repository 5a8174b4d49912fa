package dev.slipway.notify.application;

import dev.slipway.events.EventId;
import dev.slipway.notify.domain.Attempt;
import dev.slipway.notify.domain.Delivery;
import dev.slipway.notify.domain.Messages;
import dev.slipway.service.messaging.DeadLetter;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who run Slipway of messages that it could not handle: one notice for all that came together, because what
 * breaks one message often breaks thousands. They belong to no release, so the offset of the dead letters, not an
 * aggregate, is what remembers that it was told.
 */
public final class Operators {
    private static final Logger log = LoggerFactory.getLogger(Operators.class);

    private final String route;
    private final Channels channels;
    private final Clock clock;

    public Operators(String route, Channels channels, Clock clock) {
        this.route = route;
        this.channels = channels;
        this.clock = clock;
    }

    /** Throws where the receiver is away: again, later. */
    public void tell(List<DeadLetter> letters) {
        DeadLetter first = letters.getFirst();
        String text = Messages.deadLetters(letters.size(), first.source(), first.service(), first.reason());
        var notice = new Delivery(
                route,
                new EventId("dead-letter/" + first.source() + "/" + first.service()),
                "DeadLetter",
                "",
                text,
                0,
                clock.instant());
        switch (channels.send(notice, "")) {
            case Attempt.Result.Sent _ ->
                log.atInfo()
                        .addKeyValue("route", route)
                        .addKeyValue("letters", letters.size())
                        .log("told the operators of dead letters");
            case Attempt.Result.Refused(String detail) -> inVain(detail);
            case Attempt.Result.NoChannel(String detail) -> inVain(detail);
            case Attempt.Result.Failed failed ->
                throw new IllegalStateException("could not tell " + route + " of dead letters: " + failed.detail());
            case Attempt.Result.Resting resting ->
                throw new IllegalStateException(route + " rests for " + resting.duration());
        }
    }

    private void inVain(String detail) {
        log.atError()
                .addKeyValue("route", route)
                .addKeyValue("detail", detail)
                .log("the operators cannot be told of dead letters: mend slipway.notify.operators or its channel");
    }
}
