package dev.slipway.audit.domain;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ApprovalRequested;
import dev.slipway.events.BuildEvents;
import dev.slipway.events.CanaryHealthy;
import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.CanaryResumed;
import dev.slipway.events.Checkpoints;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeadLetterResent;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentStarted;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.Event;
import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GateResult;
import dev.slipway.events.GateWaived;
import dev.slipway.events.MetricResult;
import dev.slipway.events.NotificationFailed;
import dev.slipway.events.NotificationSent;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.TrafficShiftRequested;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.UnknownEvent;
import dev.slipway.events.WatchPassed;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An event in a few words, for people. */
final class Summary {

    private Summary() {}

    static String of(Event event) {
        return switch (event) {
            case BuildEvents build -> "CI: " + type(build);
            case ReleaseRequested r ->
                "%s release of commit %s, by %s%s"
                        .formatted(r.releaseType().label(), r.commit(), r.trigger(), reason(r.reason()));
            case EvidenceRecorded e -> "%s reported by %s (%s)".formatted(e.kind(), e.reportedBy(), e.digest());
            case ApprovalRequested a ->
                "%s asks for %d of %s".formatted(a.gate(), a.count(), String.join(" or ", a.roles()));
            case ApprovalGiven a ->
                "%s: %s by %s%s%s"
                        .formatted(
                                a.gate(),
                                a.verdict().label(),
                                a.person(),
                                a.refusal() == null ? "" : " (" + a.refusal().label() + ")",
                                reason(a.reason()));
            case GateWaived g -> "%s waived by %s%s".formatted(g.gate(), g.person(), reason(g.reason()));
            case GatePassed g ->
                "%s: %s"
                        .formatted(
                                g.phase().label(),
                                g.gates().stream().map(GateResult::gate).collect(Collectors.joining(", ")));
            case GateFailed g -> "%s: %s: %s".formatted(g.gate(), g.cause().label(), g.detail());
            case DeploymentStarted d -> "%s of %s".formatted(d.scope().label(), d.environment());
            case DeploymentSucceeded d ->
                "%s of %s in %s: %s"
                        .formatted(d.scope().label(), d.environment(), d.took(), components(d.components()));
            case DeploymentFailed d ->
                "%s of %s: %s: %s"
                        .formatted(d.scope().label(), d.environment(), d.cause().label(), d.detail());
            case TrafficShiftRequested t -> "%s to %d %%".formatted(t.environment(), t.weight());
            case TrafficShifted t -> "%s at %d %%".formatted(t.environment(), t.weight());
            case CanaryMeasured m ->
                "%s at %d %%: %s"
                        .formatted(
                                m.environment(),
                                m.weight(),
                                m.results().stream().map(Summary::metric).collect(Collectors.joining(", ")));
            case CanaryPaused p ->
                "%s at %d %%: %s: %s"
                        .formatted(p.environment(), p.weight(), p.cause().label(), p.detail());
            case CanaryResumed r -> "%s by %s%s".formatted(r.environment(), r.person(), reason(r.reason()));
            case CanaryHealthy h -> "%s after %d measurements".formatted(h.environment(), h.measurements());
            case RollbackTriggered r ->
                "%s: %s: %s".formatted(r.environment(), r.cause().label(), r.detail());
            case RollbackCompleted r -> "%s in %s: %s".formatted(r.environment(), r.took(), components(r.components()));
            case RollbackFailed r -> "%s: %s: %s".formatted(r.environment(), r.detail(), components(r.components()));
            case WatchPassed w -> "%s after %d measurements".formatted(w.environment(), w.measurements());
            case ReleaseCompleted r -> "after " + r.took();
            case ReleaseStopped r -> "%s: %s".formatted(r.outcome().label(), r.detail());
            case NotificationSent n -> "%s told of %s".formatted(n.route(), n.about());
            case NotificationFailed n -> "%s not told of %s: %s".formatted(n.route(), n.about(), n.detail());
            case DeadLetterResent d -> "%s of %s%s".formatted(d.letter(), d.service(), reason(d.reason()));
            case Checkpoints c -> "%s signed at %d".formatted(c.origin(), c.size());
            case UnknownEvent u -> u.json();
        };
    }

    private static String type(BuildEvents build) {
        return build.cdevent().get("context") instanceof Map<?, ?> context && context.get("type") instanceof String type
                ? type
                : "an event without a type";
    }

    private static String reason(@Nullable String reason) {
        return reason == null ? "" : ": " + reason;
    }

    private static String components(List<ComponentState> components) {
        return components.stream()
                .map(c -> "%s %s %s".formatted(c.component(), c.version(), c.healthy() ? "healthy" : "unhealthy"))
                .collect(Collectors.joining(", "));
    }

    private static String metric(MetricResult result) {
        return "%s of %s %s (%s)"
                .formatted(
                        result.metric(),
                        result.component(),
                        result.value(),
                        result.verdict().label());
    }
}
