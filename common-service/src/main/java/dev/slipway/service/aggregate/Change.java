package dev.slipway.service.aggregate;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Said;
import dev.slipway.events.Actor;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.codec.Json;
import dev.slipway.events.codec.StructuredEvent;
import dev.slipway.service.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The next version of an aggregate while it is put together: confined to one thread and one attempt to save. */
final class Change<S> {
    private static final Logger log = LoggerFactory.getLogger(Change.class);

    /** Of one event, below the 1,048,576 of a whole request that Kafka's brokers and producers have as their defaults. */
    static final int MOST_BYTES = 900_000;

    private final String service;
    private final Behaviour<S, ?> behaviour;
    private final StoredAggregate before;
    private final Instant now;
    private final List<String> seen;
    private final List<EventEnvelope> said = new ArrayList<>();
    private final List<String> early;
    private S state;
    private final S stateBefore;
    private long clock;
    private int index;
    private @Nullable Instant wakeAt;
    private StoredAggregate.@Nullable Lease lease;
    private @Nullable TraceContext trace; // of what the transition follows from, not of what waited for it
    private @Nullable ReleaseId release;

    Change(String service, Behaviour<S, ?> behaviour, StoredAggregate before, S state, Instant now) {
        this.service = service;
        this.behaviour = behaviour;
        this.before = before;
        this.now = now;
        this.seen = new ArrayList<>(before.seen());
        this.early = new ArrayList<>(before.early());
        this.state = state;
        this.stateBefore = state;
        this.clock = before.clock();
        this.wakeAt = before.wakeAt();
        this.lease = before.lease();
    }

    /** As it was read. */
    StoredAggregate.@Nullable Lease leaseBefore() {
        return before.lease();
    }

    /** Another's stays. */
    void endLeaseOf(String owner) {
        if (lease != null && lease.owner().equals(owner)) {
            lease = null;
        }
    }

    void apply(Decision.Become<S> become, Incoming<?> incoming) {
        state = become.state();
        wakeAt = become.wakeAt();
        say(become.said(), incoming, heard(incoming));
    }

    void refuse(List<Said> decided, Incoming<?> incoming) {
        say(decided, incoming, heard(incoming));
    }

    void keepEarly(Incoming<?> incoming, String missing) {
        EventEnvelope event = incoming.event();
        if (event == null) {
            throw new IllegalStateException("only an event can come early, not a "
                    + incoming.signal().getClass().getSimpleName() + " for " + before.id() + " that misses " + missing);
        }
        early.add(StructuredEvent.write(event));
        heard(incoming);
    }

    void dropEarly(String text) {
        early.remove(text);
    }

    /** Answers the step of the trace that it is. */
    private TraceContext heard(Incoming<?> incoming) {
        String key = incoming.key();
        if (key != null && !seen.contains(key)) {
            seen.add(key);
        }
        clock = Math.max(clock, incoming.clock());
        TraceContext step = TraceContext.next(incoming.traceparent());
        if (trace == null) {
            trace = step;
        }
        EventEnvelope event = incoming.event();
        if (event != null) {
            release = event.release();
        }
        return step;
    }

    private void say(List<Said> decided, Incoming<?> incoming, TraceContext step) {
        if (decided.isEmpty()) {
            return;
        }
        Subject subject = behaviour.subject(state);
        release = subject.release();
        for (Said one : decided) {
            clock++;
            Actor actor = one.actor() == null ? Actor.service(service) : one.actor();
            said.add(new EventEnvelope(
                    EventId.derived(service, before.id(), before.version() + 1, index++),
                    service,
                    subject.release(),
                    subject.application(),
                    subject.version(),
                    one.stage(),
                    clock,
                    incoming.causation(),
                    actor,
                    now,
                    step.toString(),
                    one.event()));
        }
    }

    String id() {
        return before.id();
    }

    Instant now() {
        return now;
    }

    S state() {
        return state;
    }

    List<String> early() {
        return List.copyOf(early);
    }

    /** What the outbox holds, first what a crash between save and publish has left there: it is said again. */
    List<EventEnvelope> unsaid() {
        return Stream.concat(before.outbox().stream().map(StructuredEvent::read), said.stream())
                .toList();
    }

    @SuppressWarnings("ReferenceEquality") // the very same state has the very same text
    StoredAggregate toStored() {
        List<String> outbox = new ArrayList<>(before.outbox());
        said.forEach(event -> outbox.add(sayable(event)));
        return new StoredAggregate(
                before.id(),
                before.version() + 1,
                state == stateBefore ? before.state() : Json.write(state),
                clock,
                seen,
                outbox,
                early,
                wakeAt,
                lease,
                trace == null ? before.traceparent() : trace.toString(),
                behaviour.indexed(state));
    }

    /** What a broker would not take must not be in an outbox: nothing behind it could ever be said. */
    private String sayable(EventEnvelope event) {
        String text = StructuredEvent.write(event);
        if (text.length() > MOST_BYTES / 4 && text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new RuleFailure(
                    before.id(), "its " + event.type() + " is larger than the " + MOST_BYTES + " bytes that are sent");
        }
        return text;
    }

    /** With the trace in the MDC alone, and no key that a form of JSON has itself: a line with a key twice would be lost. */
    void logTransition() {
        if (trace == null) {
            writeTransition();
            return;
        }
        try (TraceContext.Scope _ = trace.open()) {
            writeTransition();
        }
    }

    private void writeTransition() {
        log.atInfo()
                .addKeyValue("by", service)
                .addKeyValue("aggregate", before.id())
                .addKeyValue(
                        "release",
                        release == null ? before.id() : release.value()) // they are the same where it matters
                .addKeyValue("version", before.version() + 1)
                .addKeyValue("state", state.getClass().getSimpleName())
                .addKeyValue("said", said.stream().map(EventEnvelope::type).toList())
                .log("transition");
    }
}
