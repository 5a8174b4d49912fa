package dev.slipway.canary.domain;

import static dev.slipway.canary.Plans.step;

import dev.slipway.canary.Plans;
import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Scope;
import dev.slipway.events.WatchPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A release over three stages: rolling, canary with a watch, rolling; and what may happen to it. */
final class Examples {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final Duration INTERVAL = Duration.ofMinutes(1);
    static final Duration HOLD = Duration.ofMinutes(10);
    static final AnalysisPlan ANALYSIS = Plans.analysis(INTERVAL, 10, 1, 2);
    static final Plan PLAN = Plans.plan(
            Plans.rolling("dev", null),
            Plans.canary("live", ANALYSIS, new WatchPlan(HOLD, ANALYSIS), step(10, HOLD), step(50, HOLD)),
            Plans.rolling("late", new WatchPlan(HOLD, ANALYSIS)));
    static final Dossier DOSSIER = new Dossier(new ReleaseId("shop-v1.2.3"), "shop", "v1.2.3", PLAN);
    static final Place.AtStep FIRST = new Place.AtStep("live", 0);
    static final Place.AtStep LAST = new Place.AtStep("live", 1);
    static final Place.InWatch WATCH = new Place.InWatch("live");
    static final Analysis PRIMED = Analysis.NONE.primed(NOW.minus(INTERVAL));

    static final Canary UNKNOWN = new Canary.Unknown("shop-v1.2.3");
    static final Canary KNOWN = new Canary.Known(DOSSIER, 1);
    static final Canary SHIFTING = new Canary.Shifting(DOSSIER, FIRST, 0);
    static final Canary HOLDING = new Canary.Holding(DOSSIER, FIRST, NOW.minus(INTERVAL), 0, PRIMED);
    static final Canary PAUSED = new Canary.Paused(
            DOSSIER, FIRST, NOW.minus(INTERVAL), CanaryPaused.Cause.PERSON, "asked for by ada", 0, PRIMED);
    static final Canary PROMOTING = new Canary.Promoting(DOSSIER, "live");
    static final Canary WATCHING = new Canary.Watching(DOSSIER, WATCH, NOW.minus(INTERVAL), PRIMED);
    static final Canary FINISHED = new Canary.Finished(DOSSIER, "complete", NOW);
    static final List<Canary> STATES =
            List.of(UNKNOWN, KNOWN, SHIFTING, HOLDING, PAUSED, PROMOTING, WATCHING, FINISHED);

    static final Signal REQUESTED = new Signal.Requested(DOSSIER.release(), "shop", "v1.2.3", PLAN);
    static final Signal CANARY_READY = new Signal.Deployed("live", Scope.CANARY);
    static final Signal FULL_READY = new Signal.Deployed("live", Scope.FULL);
    static final Signal NEXT_READY = new Signal.Deployed("late", Scope.FULL);
    static final Signal SHIFTED = new Signal.Shifted("live", 0, 10);
    static final Signal NEXT_SHIFTED = new Signal.Shifted("live", 1, 50);
    static final Signal ENDED = new Signal.Ended("taken back: asked for by ada");
    static final Signal PAUSE = new Signal.PauseAsked("ada", null);
    static final Signal RESUME = new Signal.ResumeAsked("ada", null);

    private Examples() {}

    static Signal primed(Canary canary) {
        return new Signal.Primed(placeOf(canary), NOW);
    }

    static Signal healthy(Canary canary) {
        return measured(canary, NOW, reading(0, 0.1, 100));
    }

    static Signal erring(Canary canary) {
        return measured(canary, NOW, reading(0.5, 0.1, 100));
    }

    static Signal slow(Canary canary) {
        return measured(canary, NOW, reading(0, 2, 100));
    }

    static Signal idle(Canary canary, Instant at) {
        return measured(canary, at, reading(Double.NaN, Double.NaN, 0));
    }

    static Signal unreadable(Canary canary, Instant at) {
        return measured(
                canary,
                at,
                List.of(
                        new Reading.Unreadable("cart", "error-rate", "refused"),
                        new Reading.Unreadable("cart", "latency-p95", "refused")));
    }

    static Signal measured(Canary canary, Instant at, List<Reading> readings) {
        return new Signal.Measured(placeOf(canary), new Measurement(at.minus(INTERVAL), at, readings));
    }

    static List<Reading> reading(double errorRate, double latency, long samples) {
        return List.of(
                new Reading.Seen("cart", "error-rate", errorRate, 0, samples, 100),
                new Reading.Seen("cart", "latency-p95", latency, 0.1, samples, 100));
    }

    private static Place placeOf(Canary canary) {
        return canary instanceof Canary.Measuring measuring ? measuring.at() : FIRST;
    }
}
