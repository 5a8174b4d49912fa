package dev.slipway.simulation;

import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.CanaryResumed;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.gate.domain.Signal;
import java.util.Optional;

/** What a person or CI does to a release, as an event has to say it. */
record Deed(String release, Actor by, Kind kind) {
    enum Kind {
        REQUESTED,
        REPORTED,
        APPROVED,
        REJECTED,
        REVOKED,
        ABORTED,
        TOOK_BACK,
        PAUSED,
        RESUMED
    }

    /** Empty where the event says of no such thing. */
    static Optional<Deed> of(EventEnvelope said) {
        return kind(said.event()).map(kind -> new Deed(said.release().value(), said.actor(), kind));
    }

    /** What somebody asks of a release. */
    static Deed of(String release, Signal asked) {
        return switch (asked) {
            case Signal.Spoken(var verdict, var person, var _, var _, var _, var _) ->
                new Deed(release, Actor.person(person), kind(verdict).orElseThrow());
            case Signal.AbortAsked(var person, var _) -> new Deed(release, Actor.person(person), Kind.ABORTED);
            case Signal.RollbackAsked(var person, var _, var _, var _) ->
                new Deed(release, Actor.person(person), Kind.TOOK_BACK);
            default -> throw new IllegalArgumentException("no person says " + asked);
        };
    }

    private static Optional<Kind> kind(ApprovalGiven.Verdict verdict) {
        return switch (verdict) {
            case APPROVED -> Optional.of(Kind.APPROVED);
            case REJECTED -> Optional.of(Kind.REJECTED);
            case REVOKED -> Optional.of(Kind.REVOKED);
            case REFUSED, OTHER -> Optional.empty();
        };
    }

    private static Optional<Kind> kind(Event event) {
        return switch (event) {
            case ReleaseRequested _ -> Optional.of(Kind.REQUESTED);
            case EvidenceRecorded _ -> Optional.of(Kind.REPORTED);
            case ApprovalGiven given -> kind(given.verdict());
            case ReleaseStopped stopped
            when stopped.outcome() == ReleaseStopped.Outcome.ABORTED -> Optional.of(Kind.ABORTED);
            case RollbackTriggered trigger
            when trigger.cause() == RollbackTriggered.Cause.ABORTED -> Optional.of(Kind.ABORTED);
            case RollbackTriggered trigger
            when trigger.cause() == RollbackTriggered.Cause.PERSON -> Optional.of(Kind.TOOK_BACK);
            case CanaryPaused _ -> Optional.of(Kind.PAUSED);
            case CanaryResumed _ -> Optional.of(Kind.RESUMED);
            default -> Optional.empty();
        };
    }
}
