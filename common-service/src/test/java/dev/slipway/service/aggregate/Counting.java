package dev.slipway.service.aggregate;

import dev.slipway.decision.Decision;
import dev.slipway.decision.Refusal;
import dev.slipway.decision.Said;
import dev.slipway.events.Actor;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Binding;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GatePassed;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.WatchPassed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A behaviour that shows each thing that the shell does: it counts, waits for its beginning, refuses, works and breaks. */
final class Counting implements Behaviour<Counting.Count, Counting.Order> {
    final AtomicInteger worked = new AtomicInteger();
    Order workComesTo = Order.WORKED;
    Runnable duringWork = () -> {};
    boolean hearsOfCanaries = true;

    record Count(boolean begun, int count, boolean workWanted) {}

    enum Order {
        BEGIN,
        ADD,
        WANT_WORK,
        WANT_WORK_TOMORROW,
        WORKED,
        REFUSE_ALOUD,
        SHOUT,
        BREAK,
        IGNORE
    }

    @Override
    public Class<Count> stateType() {
        return Count.class;
    }

    @Override
    public Count initial(String id) {
        return new Count(false, 0, false);
    }

    @Override
    public Optional<Routed<Order>> route(EventEnvelope envelope) {
        if (envelope.event() instanceof CanaryHealthy && !hearsOfCanaries) {
            return Optional.empty();
        }
        Order order =
                switch (envelope.event()) {
                    case ReleaseRequested _ -> Order.BEGIN;
                    case GatePassed _ -> Order.BEGIN;
                    case CanaryHealthy _ -> Order.ADD;
                    case DeploymentFailed _ -> Order.BREAK;
                    default -> Order.IGNORE;
                };
        return Optional.of(new Routed<>(envelope.release().value(), order));
    }

    @Override
    public Decision<Count> decide(Count state, Order order, Instant now) {
        return switch (order) {
            case BEGIN -> Decision.become(new Count(true, state.count(), false), null);
            case ADD ->
                state.begun()
                        ? Decision.become(
                                new Count(true, state.count() + 1, false),
                                null,
                                Said.of(new WatchPassed("production", state.count() + 1), "production"))
                        : Decision.early("the beginning");
            case WANT_WORK -> Decision.become(new Count(true, state.count(), true), now);
            case WANT_WORK_TOMORROW ->
                Decision.become(new Count(true, state.count(), true), now.plus(Duration.ofDays(1)));
            case WORKED ->
                state.workWanted()
                        ? Decision.become(new Count(true, state.count() + 1, false), null)
                        : Decision.ignore("not wanted any more");
            case REFUSE_ALOUD ->
                Decision.refuse(
                        Refusal.forbidden("no", "not you", "ask another"),
                        Said.of(refused(null)).by(Actor.person("ada")));
            case SHOUT -> Decision.become(state, null, Said.of(refused("!".repeat(Change.MOST_BYTES))));
            case BREAK -> {
                if (!state.begun()) {
                    yield Decision.early("the beginning");
                }
                throw new IllegalArgumentException("a bug");
            }
            case IGNORE -> Decision.ignore("not of interest");
        };
    }

    private static ApprovalGiven refused(@Nullable String reason) {
        return new ApprovalGiven(
                "g",
                ApprovalGiven.Verdict.REFUSED,
                "ada",
                List.of(),
                new Binding(List.of(), "r"),
                ApprovalGiven.Refusal.MISSING_ROLE,
                reason);
    }

    @Override
    public Subject subject(Count state) {
        return new Subject(new ReleaseId("shop-v1.0.0"), "shop", "v1.0.0");
    }

    @Override
    public Order work(Turn<Count> turn) {
        worked.incrementAndGet();
        duringWork.run();
        return workComesTo;
    }
}
