package dev.slipway.e2e.faults;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Scope;
import dev.slipway.events.TrafficShifted;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Of what was said of one release: nothing without its gate (P), too early (M), twice (E), or after it was taken back (B). */
final class ReleaseJudge {
    private static final Set<String> ONCE_A_RELEASE =
            Set.of("ReleaseRequested", "ApprovalGiven", "CanaryHealthy", "ReleaseCompleted", "ReleaseStopped");

    private final Set<String> broken;

    ReleaseJudge(Set<String> broken) {
        this.broken = broken;
    }

    void judge(String release, List<EventEnvelope> events) {
        Map<String, Integer> times = new HashMap<>();
        events.stream()
                .filter(event -> !(event.event() instanceof ApprovalGiven given
                        && given.verdict() == ApprovalGiven.Verdict.REFUSED)) // who has no answer says it again
                .forEach(event -> times.merge(event.type(), 1, Integer::sum));
        ONCE_A_RELEASE.forEach(type -> {
            if (times.getOrDefault(type, 0) > 1) {
                broken.add("E: " + type + " of " + release + " was said as " + times.get(type) + " events");
            }
        });
        for (EventEnvelope event : events) {
            switch (event.event()) {
                case DeploymentStarted started -> {
                    List<EventEnvelope> leave = before(event, events, ReleaseJudge::letIn);
                    if (leave.stream()
                            .noneMatch(one -> one.event() instanceof GatePassed passed
                                    && passed.artifacts().equals(started.artifacts()))) {
                        broken.add("P: " + release + " is deployed to " + event.stage() + " without its GatePassed");
                    }
                }
                case DeploymentSucceeded done
                when done.scope() == Scope.FULL && "production".equals(event.stage()) -> {
                    if (before(event, events, one -> one.event() instanceof CanaryHealthy)
                            .isEmpty()) {
                        broken.add("P: " + release + " gets all of production without CanaryHealthy");
                    }
                }
                case CanaryHealthy _ ->
                    requirePassed("hold", event, events, one -> one.event() instanceof TrafficShifted, Shops.HOLD);
                case GatePassed passed
                when passed.phase() == GatePhase.VERIFICATION && "staging".equals(event.stage()) ->
                    requirePassed(
                            "soak",
                            event,
                            events,
                            one -> one.event() instanceof DeploymentSucceeded && "staging".equals(one.stage()),
                            Shops.SOAK);
                case TrafficShifted shifted
                when shifted.weight() > 0 -> {
                    if (!before(event, events, one -> one.event() instanceof RollbackCompleted)
                            .isEmpty()) {
                        broken.add("B: " + release + " gets traffic after it was taken back");
                    }
                }
                default -> {}
            }
        }
        boolean takenBack = events.stream().anyMatch(one -> one.event() instanceof RollbackTriggered);
        if (takenBack && times.containsKey("ReleaseCompleted")) {
            broken.add("B: " + release + " was taken back and completed");
        }
    }

    private static boolean letIn(EventEnvelope event) {
        return event.event() instanceof GatePassed passed && passed.phase() == GatePhase.ENTRY;
    }

    private static List<EventEnvelope> before(
            EventEnvelope event, List<EventEnvelope> events, Predicate<EventEnvelope> wanted) {
        return events.stream()
                .filter(one -> one.clock() < event.clock()
                        && wanted.test(one)
                        && (one.stage() == null || Objects.equals(one.stage(), event.stage())))
                .toList();
    }

    private void requirePassed(
            String what,
            EventEnvelope event,
            List<EventEnvelope> events,
            Predicate<EventEnvelope> begin,
            Duration time) {
        @Nullable
        Instant since = before(event, events, begin).stream()
                .map(EventEnvelope::time)
                .min(Comparator.naturalOrder())
                .orElse(null);
        if (since == null || since.plus(time).isAfter(event.time())) {
            broken.add("M: the " + what + " of " + event.release() + " ended at " + event.time() + " and began at "
                    + since);
        }
    }
}
