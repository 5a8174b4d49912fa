package dev.slipway.notify;

import dev.slipway.events.Actor;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.NotifyRoute;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.RollbackPlan;
import dev.slipway.events.StagePlan;
import dev.slipway.notify.domain.Delivery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of a release of shop, and messages about them. */
public final class Happenings {
    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    public static final String RELEASE = "shop-v1.2.3";

    private Happenings() {}

    public static EventEnvelope requested(String release, NotifyRoute... routes) {
        var stage = new StagePlan("production", null, null, List.of(), null, List.of(), null);
        var plan = new Plan("b7".repeat(32), List.of(), List.of(stage), RollbackPlan.IMMEDIATE, List.of(routes));
        return envelope(
                release,
                release + "/requested",
                null,
                new ReleaseRequested(ReleaseType.MINOR, "0a1b2c3d", List.of(), plan, "manual", null));
    }

    public static EventEnvelope happened(String id, Event event) {
        return envelope(RELEASE, id, "production", event);
    }

    public static EventEnvelope envelope(String release, String id, @Nullable String stage, Event event) {
        return new EventEnvelope(
                new EventId(id),
                "gate-service",
                new ReleaseId(release),
                "shop",
                release.substring("shop-".length()),
                stage,
                1,
                null,
                Actor.person("ada"),
                NOON,
                null,
                event);
    }

    public static Delivery delivery(String channel, String text) {
        return new Delivery(channel, new EventId("e1"), "CanaryHealthy", "production", text, 0, NOON);
    }
}
