package dev.slipway.canary.domain;

import dev.slipway.canary.domain.Canary.Holding;
import dev.slipway.canary.domain.Canary.Measuring;
import dev.slipway.canary.domain.Canary.Paused;
import dev.slipway.canary.domain.Canary.Watching;
import dev.slipway.canary.domain.Signal.PauseAsked;
import dev.slipway.canary.domain.Signal.ResumeAsked;
import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.Actor;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.CanaryResumed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** To stay, and to go on. */
final class Pauses {
    private Pauses() {}

    static Decision<Canary> asked(Measuring measuring, int measurements, PauseAsked asked, Instant now) {
        return pause(
                measuring,
                measurements,
                Terms.of(measuring.dossier(), measuring.at()),
                measuring.analysis(),
                CanaryPaused.Cause.PERSON,
                "asked for by " + asked.person() + (asked.reason() == null ? "" : ": " + asked.reason()),
                Actor.person(asked.person()),
                now);
    }

    /** Measured on at every interval, so that what calls for a rollback still does. */
    static Decision<Canary> pause(
            Measuring measuring,
            int measurements,
            Terms terms,
            Analysis analysis,
            CanaryPaused.Cause cause,
            String detail,
            @Nullable Actor by,
            Instant now) {
        Instant since = analysis.since();
        return Decision.become(
                new Paused(measuring.dossier(), measuring.at(), now, cause, detail, measurements, analysis),
                since == null ? now : terms.regular(since),
                new Said(
                        new CanaryPaused(terms.environment().name(), terms.step(), terms.weight(), cause, detail),
                        measuring.at().stage(),
                        by));
    }

    /** The hold or the watch begins again, with no breach on its account. */
    static Decision<Canary> resumed(Paused paused, ResumeAsked asked, Instant now) {
        Terms terms = Terms.of(paused.dossier(), paused.at());
        Canary next =
                switch (paused.at()) {
                    case Place.AtStep at ->
                        new Holding(
                                paused.dossier(),
                                at,
                                now,
                                paused.measurements() + paused.analysis().measurements(),
                                Analysis.NONE);
                    case Place.InWatch at -> new Watching(paused.dossier(), at, now, Analysis.NONE);
                };
        return Decision.become(
                next,
                now,
                Said.of(
                                new CanaryResumed(
                                        terms.environment().name(), terms.step(), asked.person(), asked.reason()),
                                paused.at().stage())
                        .by(Actor.person(asked.person())));
    }
}
