package dev.slipway.canary.domain;

import dev.slipway.canary.domain.Canary.Finished;
import dev.slipway.canary.domain.Canary.Holding;
import dev.slipway.canary.domain.Canary.Known;
import dev.slipway.canary.domain.Canary.Measuring;
import dev.slipway.canary.domain.Canary.OfRelease;
import dev.slipway.canary.domain.Canary.Paused;
import dev.slipway.canary.domain.Canary.Promoting;
import dev.slipway.canary.domain.Canary.Shifting;
import dev.slipway.canary.domain.Canary.Unknown;
import dev.slipway.canary.domain.Canary.Watching;
import dev.slipway.canary.domain.Signal.Deployed;
import dev.slipway.canary.domain.Signal.Ended;
import dev.slipway.canary.domain.Signal.Measured;
import dev.slipway.canary.domain.Signal.PauseAsked;
import dev.slipway.canary.domain.Signal.Primed;
import dev.slipway.canary.domain.Signal.Requested;
import dev.slipway.canary.domain.Signal.ResumeAsked;
import dev.slipway.canary.domain.Signal.Shifted;
import dev.slipway.decision.Decision;
import java.time.Instant;

/** The rules of a canary: what it does next when something happens. */
public final class CanaryPolicy {
    private CanaryPolicy() {}

    private record On(Canary canary, Signal signal) {}

    public static Decision<Canary> decide(Canary canary, Signal signal, Instant now) {
        return switch (new On(canary, signal)) {
            case On(Unknown _, Requested r) ->
                Decision.become(new Known(new Dossier(r.release(), r.application(), r.version(), r.plan()), 0), null);
            case On(Unknown _, Deployed _) -> Decision.early("ReleaseRequested");
            case On(Unknown _, Shifted _) -> Decision.early("ReleaseRequested");
            case On(Unknown _, Ended _) -> Decision.early("ReleaseRequested");
            case On(Unknown u, PauseAsked _) -> Refusals.unknown(u);
            case On(Unknown u, ResumeAsked _) -> Refusals.unknown(u);
            case On(Unknown _, Primed _) -> late();
            case On(Unknown _, Measured _) -> late();

            case On(OfRelease _, Requested _) -> Decision.ignore("requested already");

            case On(Finished f, Deployed _) -> over(f);
            case On(Finished f, Shifted _) -> over(f);
            case On(Finished f, Ended _) -> over(f);
            case On(Finished f, Primed _) -> over(f);
            case On(Finished f, Measured _) -> over(f);
            case On(Finished f, PauseAsked _) -> Refusals.nothingTo("pause", f);
            case On(Finished f, ResumeAsked _) -> Refusals.nothingTo("resume", f);
            case On(OfRelease o, Ended e) -> Decision.become(new Finished(o.dossier(), e.why(), now), null);

            case On(Known k, Deployed d) -> Steps.begin(k, d, now);
            case On(Known k, Shifted c) -> Steps.confirmed(k, c);
            case On(Known _, Primed _) -> late();
            case On(Known _, Measured _) -> late();
            case On(Known k, PauseAsked _) -> Refusals.nothingTo("pause", k);
            case On(Known k, ResumeAsked _) -> Refusals.nothingTo("resume", k);

            case On(Shifting s, Deployed d) -> Steps.deployedWhile(s, s.at(), d);
            case On(Shifting s, Shifted c) -> Steps.confirmed(s, c, now);
            case On(Shifting _, Primed _) -> late();
            case On(Shifting _, Measured _) -> late();
            case On(Shifting s, PauseAsked _) -> Refusals.shifting(s);
            case On(Shifting s, ResumeAsked _) -> Refusals.nothingTo("resume", s);

            case On(Measuring m, Deployed d) -> Steps.deployedWhile(m, m.at(), d);
            case On(Measuring m, Shifted c) -> Steps.confirmed(m, c);
            case On(Measuring m, Primed p) -> p.at().equals(m.at()) ? Course.primed(m, p.since()) : late();
            case On(Measuring m, Measured r) ->
                r.at().equals(m.at()) ? Course.measured(m, r.measurement(), now) : late();
            case On(Paused p, PauseAsked _) -> Refusals.alreadyPaused(p);
            case On(Paused p, ResumeAsked r) -> Pauses.resumed(p, r, now);
            case On(Holding h, PauseAsked p) -> Pauses.asked(h, h.measurements(), p, now);
            case On(Holding h, ResumeAsked _) -> Refusals.nothingTo("resume", h);
            case On(Watching w, PauseAsked p) -> Pauses.asked(w, 0, p, now);
            case On(Watching w, ResumeAsked _) -> Refusals.nothingTo("resume", w);

            case On(Promoting p, Deployed d) -> Steps.promoted(p, d, now);
            case On(Promoting p, Shifted c) -> Steps.confirmed(p, c);
            case On(Promoting _, Primed _) -> late();
            case On(Promoting _, Measured _) -> late();
            case On(Promoting p, PauseAsked _) -> Refusals.nothingTo("pause", p);
            case On(Promoting p, ResumeAsked _) -> Refusals.nothingTo("resume", p);
        };
    }

    /** Of a place or of a state that was left meanwhile. */
    private static Decision<Canary> late() {
        return Decision.ignore("too late");
    }

    private static Decision<Canary> over(Finished finished) {
        return Decision.ignore("over: " + finished.why());
    }
}
