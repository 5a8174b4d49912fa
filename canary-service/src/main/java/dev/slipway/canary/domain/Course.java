package dev.slipway.canary.domain;

import dev.slipway.canary.domain.Canary.Finished;
import dev.slipway.canary.domain.Canary.Holding;
import dev.slipway.canary.domain.Canary.Measuring;
import dev.slipway.canary.domain.Canary.Paused;
import dev.slipway.canary.domain.Canary.Watching;
import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.MetricResult;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.WatchPassed;
import java.time.Instant;

/** What measurements lead to. */
final class Course {
    private Course() {}

    /** The first counts are taken: the interval runs. A hold does not go on by this alone, were it over already. */
    static Decision<Canary> primed(Measuring measuring, Instant since) {
        return goOn(
                measuring,
                Terms.of(measuring.dossier(), measuring.at()),
                measuring.analysis().primed(since));
    }

    static Decision<Canary> measured(Measuring measuring, Measurement measurement, Instant now) {
        Terms terms = Terms.of(measuring.dossier(), measuring.at());
        Assessment assessment = Assessment.of(terms, measuring.analysis(), measurement);
        Analysis after = assessment.after();
        Said measured = Said.of(
                new CanaryMeasured(
                        terms.environment().name(),
                        terms.step(),
                        terms.weight(),
                        measurement.from(),
                        measurement.to(),
                        after.latest()),
                measuring.at().stage());
        return switch (assessment.finding()) {
            case Assessment.Breached(MetricResult result, var action) ->
                switch (action) {
                    case ROLLBACK -> rollBack(measuring, terms, result, measurement.to(), measured, now);
                    case PAUSE ->
                        pause(measuring, terms, after, CanaryPaused.Cause.BREACH, Wording.of(result), measured, now);
                };
            case Assessment.Silent(var cause, String detail) ->
                pause(measuring, terms, after, cause, detail, measured, now);
            case Assessment.Bearable _ ->
                isOver(measuring, terms, after)
                        ? Saying.first(finish(measuring, terms, after), measured)
                        : Saying.first(goOn(measuring, terms, after), measured);
        };
    }

    /** Final, at once: neither the other metrics nor the next step are waited for. */
    private static Decision<Canary> rollBack(
            Measuring measuring, Terms terms, MetricResult breach, Instant observedAt, Said measured, Instant now) {
        RollbackTriggered.Cause cause =
                switch (measuring.at()) {
                    case Place.AtStep _ -> RollbackTriggered.Cause.METRIC;
                    case Place.InWatch _ -> RollbackTriggered.Cause.WATCH;
                };
        RollbackTriggered triggered =
                new RollbackTriggered(terms.environment().name(), cause, Wording.of(breach), breach, null, observedAt);
        return Decision.become(
                new Finished(measuring.dossier(), "rolled back: " + Wording.of(breach), now),
                null,
                Said.of(triggered, measuring.at().stage()),
                measured);
    }

    private static Decision<Canary> pause(
            Measuring measuring,
            Terms terms,
            Analysis after,
            CanaryPaused.Cause cause,
            String detail,
            Said measured,
            Instant now) {
        return switch (measuring) {
            case Holding h ->
                Saying.first(Pauses.pause(h, h.measurements(), terms, after, cause, detail, null, now), measured);
            case Watching w -> Saying.first(Pauses.pause(w, 0, terms, after, cause, detail, null, now), measured);
            case Paused p -> Saying.first(goOn(p, terms, after), measured);
        };
    }

    private static boolean isOver(Measuring measuring, Terms terms, Analysis after) {
        Instant to = after.since();
        return to != null
                && after.healthy()
                && switch (measuring) {
                    case Holding h -> !to.isBefore(terms.end(h.confirmedAt()));
                    case Watching w -> !to.isBefore(terms.end(w.since()));
                    case Paused _ -> false;
                };
    }

    private static Decision<Canary> finish(Measuring measuring, Terms terms, Analysis after) {
        return switch (measuring) {
            case Holding h -> Steps.next(h.dossier(), h.at(), h.measurements() + after.measurements());
            case Watching w ->
                Decision.become(
                        Steps.after(w.dossier(), w.at().stage()),
                        null,
                        Said.of(new WatchPassed(terms.environment().name(), after.measurements()), w.at().stage()));
            case Paused p -> goOn(p, terms, after);
        };
    }

    private static Decision<Canary> goOn(Measuring measuring, Terms terms, Analysis after) {
        Instant since = after.since();
        if (since == null) {
            throw new IllegalStateException("measured " + measuring.at() + " without a time");
        }
        return switch (measuring) {
            case Holding h ->
                Decision.become(
                        new Holding(h.dossier(), h.at(), h.confirmedAt(), h.measurements(), after),
                        terms.next(since, terms.end(h.confirmedAt())));
            case Watching w ->
                Decision.become(
                        new Watching(w.dossier(), w.at(), w.since(), after), terms.next(since, terms.end(w.since())));
            case Paused p ->
                Decision.become(
                        new Paused(p.dossier(), p.at(), p.since(), p.cause(), p.detail(), p.measurements(), after),
                        terms.regular(since));
        };
    }
}
