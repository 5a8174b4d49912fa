package dev.slipway.simulation;

import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventId;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GatePhase;
import dev.slipway.events.Scope;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.WatchPassed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says which hold, soak or watch was cut short, by the world's time, whatever the clocks of the services showed. */
final class TimeJudge {
    private static final Duration HOLD = Duration.ofMinutes(5);
    private static final Duration SOAK = Duration.ofMinutes(10);
    private static final Duration WATCH = Duration.ofMinutes(5);

    private final Duration hold;
    private final Duration soak;
    private final Duration watch;
    private final Consumer<String> broken;

    /** By how much the clocks of a service's instances are apart, so much is cut off what one begins and another ends. */
    TimeJudge(Processes processes, Consumer<String> broken) {
        this.hold = HOLD.minus(processes.apart("canary-service"));
        this.soak = SOAK.minus(processes.apart("gate-service"));
        this.watch = WATCH.minus(processes.apart("canary-service"));
        this.broken = broken;
    }

    /** @param times when each was acknowledged */
    void judge(Collection<EventEnvelope> said, Map<EventId, Instant> times) {
        Map<String, Instant> shifted = new HashMap<>();
        Map<String, Instant> running = new HashMap<>();
        Map<String, Instant> promoted = new HashMap<>();
        for (EventEnvelope one : said) {
            String release = one.release().value();
            Instant at = times.getOrDefault(one.id(), Instant.MIN);
            switch (one.event()) {
                case TrafficShifted done -> shifted.put(release + done.step(), at);
                case TrafficShiftRequested next
                when next.step() > 0 ->
                    requirePassed("hold", release, shifted.get(release + (next.step() - 1)), hold, at);
                case CanaryHealthy _ -> requirePassed("hold", release, shifted.get(release + "1"), hold, at);
                case DeploymentSucceeded done
                when done.scope() == Scope.FULL && "staging".equals(one.stage()) -> running.put(release, at);
                case DeploymentSucceeded done
                when done.scope() == Scope.FULL && "production".equals(one.stage()) -> promoted.put(release, at);
                case WatchPassed _ -> requirePassed("watch", release, promoted.get(release), watch, at);
                case GatePassed passed
                when passed.phase() == GatePhase.VERIFICATION && "production".equals(one.stage()) ->
                    requirePassed("watch", release, promoted.get(release), watch, at);
                case GatePassed passed
                when passed.phase() == GatePhase.VERIFICATION && "staging".equals(one.stage()) ->
                    requirePassed("soak", release, running.get(release), soak, at);
                default -> {}
            }
        }
    }

    private void requirePassed(String what, String release, @Nullable Instant since, Duration time, Instant until) {
        if (since == null || since.plus(time).isAfter(until)) {
            broken.accept("M: the " + what + " of " + release + " ended at " + until + " and began at " + since);
        }
    }
}
