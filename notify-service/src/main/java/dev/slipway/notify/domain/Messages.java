package dev.slipway.notify.domain;

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
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EvidenceRecorded;
import dev.slipway.events.GateFailed;
import dev.slipway.events.GatePassed;
import dev.slipway.events.GateWaived;
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
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told, in one line of plain text; channels put it into their own form. */
public final class Messages {
    /** Below what any channel takes; Slack cuts at 40,000 and asks for 4,000. */
    private static final int LONGEST = 2_000;

    private Messages() {}

    /** @param linkBase what the release's id makes a link with; null for none */
    static String text(EventEnvelope envelope, @Nullable URI linkBase) {
        String where = envelope.application() + " " + envelope.version()
                + (envelope.stage() == null ? "" : ", " + envelope.stage());
        String text = oneLine(where + ": " + what(envelope));
        return linkBase == null
                ? text
                : text + " " + linkBase + URLEncoder.encode(envelope.release().value(), StandardCharsets.UTF_8);
    }

    /** What operators are told of messages that could not be handled; {@code source} and the rest are of the first. */
    public static String deadLetters(int count, String source, String service, String reason) {
        return oneLine((count == 1 ? "DEAD LETTER: " : count + " DEAD LETTERS, the first: ") + service
                + " could not handle " + source + ": " + reason);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s*\\R\\s*", " "); // people's reasons and tools' details may have lines
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return line.substring(0, end) + "…";
    }

    private static String what(EventEnvelope envelope) {
        return switch (envelope.event()) {
            case ReleaseRequested e ->
                e.releaseType().label() + " release requested by "
                        + envelope.actor().name() + because(e.reason());
            case EvidenceRecorded e -> "evidence of " + e.kind() + " recorded";
            case ApprovalRequested e ->
                "waits for " + e.count() + " approval" + (e.count() == 1 ? "" : "s") + " by "
                        + String.join(" or ", e.roles());
            case ApprovalGiven e ->
                e.verdict().label()
                        + (e.refusal() == null ? "" : " (" + e.refusal().label() + ")") + ": " + e.person()
                        + because(e.reason());
            case GateWaived e -> "gate " + e.gate() + " waived by " + e.person() + because(e.reason());
            case GatePassed e -> e.phase().label() + " gates passed";
            case GateFailed e -> "gate " + e.gate() + " failed (" + e.cause().label() + "): " + e.detail();
            case DeploymentStarted e -> "deployment to " + e.environment() + " started";
            case DeploymentSucceeded e ->
                "deployed to " + e.environment() + " (" + e.scope().label() + ") in " + seconds(e.took());
            case DeploymentFailed e ->
                "deployment to " + e.environment() + " failed (" + e.cause().label() + "): "
                        + (e.component() == null ? "" : e.component() + ": ") + e.detail();
            case TrafficShiftRequested e -> "traffic to be shifted to " + e.weight() + " %";
            case TrafficShifted e -> e.weight() + " % of the traffic";
            case CanaryMeasured e -> "canary measured at " + e.weight() + " %";
            case CanaryPaused e ->
                "canary paused at " + e.weight() + " % (" + e.cause().label() + "): " + e.detail();
            case CanaryResumed e -> "canary resumed by " + e.person() + because(e.reason());
            case CanaryHealthy e -> "canary is healthy after " + e.measurements() + " measurements";
            case RollbackTriggered e -> "ROLLBACK (" + e.cause().label() + "): " + e.detail();
            case RollbackCompleted e -> "rolled back in " + seconds(e.took()) + after(": ", e.components());
            case RollbackFailed e ->
                "ROLLBACK FAILED, somebody has to look: " + e.detail() + after("; ", e.components());
            case WatchPassed _ -> "the watch after promotion ended well";
            case ReleaseCompleted e -> "completed after " + seconds(e.took());
            case ReleaseStopped e -> e.outcome().label() + ": " + e.detail();
            case BuildEvents _ -> "build event";
            case NotificationSent e -> "told " + e.route();
            case NotificationFailed e -> "could not tell " + e.route() + ": " + e.detail();
            case DeadLetterResent e -> "dead letter " + e.letter() + " resent by " + e.person() + because(e.reason());
            case Checkpoints e -> "log signed at size " + e.size();
            case UnknownEvent e -> e.type();
        };
    }

    private static String because(@Nullable String reason) {
        return reason == null || reason.isBlank() ? "" : ": " + reason;
    }

    /** Nothing where nothing is said of them. */
    private static String after(String separator, List<ComponentState> components) {
        return components.isEmpty() ? "" : separator + components(components);
    }

    private static String components(List<ComponentState> components) {
        return components.stream()
                .map(state -> state.component() + " " + state.version() + (state.healthy() ? "" : " (not healthy)"))
                .collect(Collectors.joining(", "));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
