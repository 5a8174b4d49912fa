package dev.slipway.canary.domain;

import dev.slipway.canary.domain.Canary.Holding;
import dev.slipway.canary.domain.Canary.Known;
import dev.slipway.canary.domain.Canary.Measuring;
import dev.slipway.canary.domain.Canary.Promoting;
import dev.slipway.canary.domain.Canary.Shifting;
import dev.slipway.canary.domain.Canary.Watching;
import dev.slipway.canary.domain.Signal.Deployed;
import dev.slipway.canary.domain.Signal.Shifted;
import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.RolloutPlan;
import dev.slipway.events.TrafficShiftRequested;
import java.time.Instant;

/** From step to step, and from stage to stage. */
final class Steps {
    private Steps() {}

    /** Something of a stage to come is ready. */
    static Decision<Canary> begin(Known known, Deployed deployed, Instant now) {
        if (known.dossier().indexOf(deployed.stage()) < known.next()) {
            return Decision.ignore("stage " + deployed.stage() + " is done");
        }
        return switch (deployed.scope()) {
            case FULL -> full(known.dossier(), deployed.stage(), now);
            case CANARY ->
                known.dossier().stage(deployed.stage()).rollout() instanceof RolloutPlan.Canary
                        ? shiftTo(known.dossier(), new Place.AtStep(deployed.stage(), 0), 0)
                        : Decision.ignore("stage " + deployed.stage() + " has no canary");
        };
    }

    /** Stable runs the version. */
    static Decision<Canary> promoted(Promoting promoting, Deployed deployed, Instant now) {
        if (!deployed.stage().equals(promoting.stage())) {
            return ofOtherStage(promoting.dossier(), promoting.stage(), deployed.stage());
        }
        return switch (deployed.scope()) {
            case FULL -> full(promoting.dossier(), promoting.stage(), now);
            case CANARY -> Decision.ignore("the canary is done");
        };
    }

    static Decision<Canary> deployedWhile(Canary.OfRelease canary, Place at, Deployed deployed) {
        return ofOtherStage(canary.dossier(), at.stage(), deployed.stage());
    }

    private static Decision<Canary> ofOtherStage(Dossier dossier, String current, String stage) {
        return dossier.indexOf(stage) > dossier.indexOf(current)
                ? Decision.early("the end of stage " + current)
                : Decision.ignore("begun already");
    }

    private static Decision<Canary> full(Dossier dossier, String stage, Instant now) {
        return dossier.stage(stage).watch() == null
                ? Decision.become(after(dossier, stage), null)
                : Decision.become(new Watching(dossier, new Place.InWatch(stage), now, Analysis.NONE), now);
    }

    static Known after(Dossier dossier, String stage) {
        return new Known(dossier, dossier.indexOf(stage) + 1);
    }

    private static Decision<Canary> shiftTo(Dossier dossier, Place.AtStep at, int measurements) {
        Terms terms = Terms.of(dossier, at);
        return Decision.become(
                new Shifting(dossier, at, measurements),
                null,
                Said.of(
                        new TrafficShiftRequested(terms.environment().name(), terms.step(), terms.weight()),
                        at.stage()));
    }

    /** The weight that was asked for is served: the hold begins, and where there is none, it is over. */
    static Decision<Canary> confirmed(Shifting shifting, Shifted shifted, Instant now) {
        Place.AtStep at = shifting.at();
        int order = order(shifting.dossier(), shifted, at.stage(), at.step());
        if (order != 0) {
            return order > 0 ? Decision.early("TrafficShiftRequested") : Decision.ignore("confirmed already");
        }
        Terms terms = Terms.of(shifting.dossier(), at);
        if (shifted.weight() != terms.weight()) {
            return Decision.ignore("confirms " + shifted.weight() + " %, asked for were " + terms.weight() + " %");
        }
        if (terms.length().isZero()) {
            return next(shifting.dossier(), at, shifting.measurements());
        }
        // The hold counts by our own clock: by that of who said it, it would end early where theirs is behind.
        return Decision.become(new Holding(shifting.dossier(), at, now, shifting.measurements(), Analysis.NONE), now);
    }

    static Decision<Canary> confirmed(Known known, Shifted shifted) {
        return unasked(known.dossier(), shifted, known.next(), -1);
    }

    static Decision<Canary> confirmed(Promoting promoting, Shifted shifted) {
        return unasked(promoting.dossier(), shifted, promoting.dossier().indexOf(promoting.stage()), Integer.MAX_VALUE);
    }

    static Decision<Canary> confirmed(Measuring measuring, Shifted shifted) {
        int step =
                switch (measuring.at()) {
                    case Place.AtStep at -> at.step();
                    case Place.InWatch _ -> Integer.MAX_VALUE;
                };
        return unasked(
                measuring.dossier(),
                shifted,
                measuring.dossier().indexOf(measuring.at().stage()),
                step);
    }

    private static Decision<Canary> unasked(Dossier dossier, Shifted shifted, int stage, int step) {
        return order(dossier, shifted, stage, step) > 0
                ? Decision.early("TrafficShiftRequested")
                : Decision.ignore("confirmed already");
    }

    private static int order(Dossier dossier, Shifted shifted, String stage, int step) {
        return order(dossier, shifted, dossier.indexOf(stage), step);
    }

    private static int order(Dossier dossier, Shifted shifted, int stage, int step) {
        int byStage = Integer.compare(dossier.indexOf(shifted.stage()), stage);
        return byStage == 0 ? Integer.compare(shifted.step(), step) : byStage;
    }

    /** The step went well. */
    static Decision<Canary> next(Dossier dossier, Place.AtStep at, int measurements, Said... said) {
        RolloutPlan.Canary canary = Terms.canary(dossier.stage(at.stage()));
        Decision<Canary> next = at.step() + 1 < canary.steps().size()
                ? shiftTo(dossier, new Place.AtStep(at.stage(), at.step() + 1), measurements)
                : Decision.become(
                        new Promoting(dossier, at.stage()),
                        null,
                        Said.of(
                                new CanaryHealthy(
                                        dossier.environment(at.stage()).name(), measurements),
                                at.stage()));
        return Saying.first(next, said);
    }
}
