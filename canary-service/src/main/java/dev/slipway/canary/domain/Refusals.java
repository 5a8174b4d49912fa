package dev.slipway.canary.domain;

import dev.slipway.canary.domain.Canary.Finished;
import dev.slipway.canary.domain.Canary.Holding;
import dev.slipway.canary.domain.Canary.Known;
import dev.slipway.canary.domain.Canary.OfRelease;
import dev.slipway.canary.domain.Canary.Paused;
import dev.slipway.canary.domain.Canary.Promoting;
import dev.slipway.canary.domain.Canary.Shifting;
import dev.slipway.canary.domain.Canary.Unknown;
import dev.slipway.canary.domain.Canary.Watching;
import dev.slipway.decision.Decision;
import dev.slipway.decision.Refusal;

/** Noes to people. */
final class Refusals {
    private Refusals() {}

    static Decision<Canary> unknown(Unknown unknown) {
        return Decision.refuse(Refusal.notFound(
                "unknown-release", "no release '" + unknown.id() + "'", "name a release that was requested"));
    }

    static Decision<Canary> nothingTo(String verb, OfRelease canary) {
        return Decision.refuse(Refusal.conflict(
                "nothing-to-" + verb,
                "release " + canary.dossier().release() + " " + describe(canary),
                verb.equals("pause") ? "pause a canary that is held or watched" : "resume a canary that is paused"));
    }

    static Decision<Canary> shifting(Shifting shifting) {
        return Decision.refuse(Refusal.conflict(
                "traffic-is-shifting",
                "release " + shifting.dossier().release() + " " + describe(shifting),
                "ask again once the weight is confirmed, or abort the release"));
    }

    static Decision<Canary> alreadyPaused(Paused paused) {
        return Decision.refuse(Refusal.conflict(
                "already-paused",
                "release " + paused.dossier().release() + " " + describe(paused),
                "nothing needs to be done: it stays until it is resumed"));
    }

    private static String describe(OfRelease canary) {
        return switch (canary) {
            case Known _ -> "has no canary at present";
            case Shifting s -> "is being given the traffic of step " + s.at().step();
            case Holding h -> "is held at step " + h.at().step();
            case Paused p -> "is paused since " + p.since() + ": " + p.detail();
            case Promoting p -> "is being promoted in stage " + p.stage();
            case Watching w -> "is watched in stage " + w.at().stage();
            case Finished f -> "is over: " + f.why();
        };
    }
}
