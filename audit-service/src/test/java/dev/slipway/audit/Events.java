package dev.slipway.audit;

import dev.slipway.audit.domain.HeardEvent;
import dev.slipway.auditlog.TrailRecord;
import dev.slipway.events.Actor;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.WatchPassed;
import dev.slipway.events.codec.StructuredEvent;
import java.time.Instant;

/** Events to hear. */
public final class Events {

    public static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

    private Events() {}

    /** The event with this clock of a release of application shop, one second after another. */
    public static EventEnvelope said(String version, long clock, Event event) {
        return said(version, clock, event, Actor.service("deploy-service"));
    }

    public static EventEnvelope said(String version, long clock, Event event, Actor actor) {
        return new EventEnvelope(
                EventId.derived("deploy-service", "shop-" + version, clock, 0),
                "deploy-service",
                new ReleaseId("shop-" + version),
                "shop",
                version,
                "production",
                clock,
                null,
                actor,
                START.plusSeconds(clock),
                null,
                event);
    }

    /** An event that is only there to be recorded. */
    public static HeardEvent heard(String version, long clock) {
        return heard(said(version, clock, new WatchPassed("production", (int) clock)));
    }

    public static HeardEvent heard(EventEnvelope envelope) {
        return new HeardEvent(
                envelope,
                StructuredEvent.write(envelope),
                new TrailRecord.Source(envelope.type(), 0, envelope.clock()));
    }
}
