package dev.slipway.notify.domain;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.GatePassed;
import dev.slipway.events.NotificationFailed;
import dev.slipway.events.NotificationSent;
import dev.slipway.events.NotifyRoute;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.events.TrafficShifted;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of telling: who hears of what, and how often a message is tried. */
public final class NotifyPolicy {
    /** After so many tries a message is given up; with the delays below that is after 18 minutes. */
    static final int MOST_TRIES = 12;

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /** Left out where a route does not ask for them by name. */
    private static final Set<Class<?>> CHATTY = Set.of(
            EvidenceRecorded.class,
            GatePassed.class,
            TrafficShiftRequested.class,
            TrafficShifted.class,
            CanaryMeasured.class);

    private final @Nullable URI linkBase;

    /** @param linkBase what a release's id is put behind to make a link to it; null for none */
    public NotifyPolicy(@Nullable URI linkBase) {
        this.linkBase = linkBase;
    }

    public Decision<Notices> decide(Notices notices, Signal signal, Instant now) {
        return switch (notices) {
            case Notices.Unknown unknown -> unknown(unknown, signal, now);
            case Notices.Routed routed -> routed(routed, signal, now);
        };
    }

    private Decision<Notices> unknown(Notices.Unknown unknown, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Happened(EventEnvelope envelope)
            when envelope.event() instanceof ReleaseRequested request ->
                happened(
                        new Notices.Routed(
                                envelope.release(),
                                envelope.application(),
                                envelope.version(),
                                request.plan().routes(),
                                List.of(),
                                Set.of(),
                                0),
                        envelope,
                        now);
            case Signal.Happened _ -> Decision.early("the release's request, which says who wants to know");
            case Signal.Tried _ -> Decision.ignore("nothing was to be told about " + unknown.id());
        };
    }

    private Decision<Notices> routed(Notices.Routed routed, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Happened(EventEnvelope envelope) ->
                wanting(routed, envelope).isEmpty()
                        ? Decision.ignore("nobody wants to know of " + envelope.type())
                        : happened(routed, envelope, now);
            case Signal.Tried(List<Attempt> attempts) -> tried(routed, attempts, now);
        };
    }

    private Decision<Notices> happened(Notices.Routed routed, EventEnvelope envelope, Instant now) {
        List<Delivery> pending = new ArrayList<>(routed.pending());
        for (String channel : wanting(routed, envelope)) {
            pending.add(new Delivery(
                    channel,
                    envelope.id(),
                    envelope.type(),
                    envelope.stage() == null ? "" : envelope.stage(),
                    Messages.text(envelope, linkBase),
                    0,
                    now));
        }
        Notices.Routed next = routed.with(pending, routed.missing(), routed.sent());
        return Decision.become(next, due(next));
    }

    /** Once each, though two routes lead there. */
    private static Set<String> wanting(Notices.Routed routed, EventEnvelope envelope) {
        return routed.routes().stream()
                .filter(route -> wants(route, envelope))
                .map(NotifyRoute::channel)
                .filter(channel -> !routed.missing().contains(channel))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static boolean wants(NotifyRoute route, EventEnvelope envelope) {
        return route.events().isEmpty()
                ? !CHATTY.contains(envelope.event().getClass())
                : route.events().contains(envelope.type());
    }

    private static Decision<Notices> tried(Notices.Routed routed, List<Attempt> attempts, Instant now) {
        List<Delivery> pending = new ArrayList<>(routed.pending());
        Set<String> missing = new HashSet<>(routed.missing());
        List<Said> said = new ArrayList<>();
        int sent = routed.sent();
        for (Attempt attempt : attempts) {
            Delivery delivery = attempt.delivery();
            if (!pending.contains(delivery)) {
                continue; // decided by another instance meanwhile
            }
            switch (attempt.result()) {
                case Attempt.Result.Sent(String reference) -> {
                    pending.remove(delivery);
                    sent++;
                    said.add(say(delivery, new NotificationSent(delivery.about(), delivery.channel(), reference)));
                }
                case Attempt.Result.Resting(Duration rest) ->
                    pending.set(pending.indexOf(delivery), delivery.later(now.plus(rest)));
                case Attempt.Result.Failed(String detail, Duration after) -> {
                    if (delivery.tries() + 1 >= MOST_TRIES) {
                        pending.remove(delivery);
                        said.add(failed(delivery, detail, delivery.tries() + 1));
                    } else {
                        pending.set(
                                pending.indexOf(delivery), delivery.again(now.plus(delay(delivery.tries(), after))));
                    }
                }
                case Attempt.Result.Refused(String detail) -> {
                    pending.remove(delivery);
                    said.add(failed(delivery, detail, delivery.tries() + 1));
                }
                case Attempt.Result.NoChannel(String detail) -> {
                    if (missing.add(delivery.channel())) {
                        said.add(failed(delivery, detail + "; nothing more of this release goes there", 1));
                    }
                    pending.removeIf(other -> other.channel().equals(delivery.channel()));
                }
            }
        }
        Notices.Routed next = routed.with(pending, missing, sent);
        return Decision.become(next, due(next), said);
    }

    private static Said failed(Delivery delivery, String detail, int tries) {
        return say(delivery, new NotificationFailed(delivery.about(), delivery.channel(), detail, tries));
    }

    private static Said say(Delivery delivery, Event event) {
        return delivery.stage().isEmpty() ? Said.of(event) : Said.of(event, delivery.stage());
    }

    /** What the receiver asked for, or twice as long each time. */
    private static Duration delay(int tries, @Nullable Duration after) {
        if (after != null) {
            return after;
        }
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(tries, 20));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }

    private static @Nullable Instant due(Notices.Routed routed) {
        return routed.next().stream().map(Delivery::due).min(Instant::compareTo).orElse(null);
    }
}
