package dev.slipway.gate.application;

import dev.slipway.events.CanaryMeasured;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.CanaryResumed;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RollbackCompleted;
import dev.slipway.events.RollbackFailed;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Topic;
import dev.slipway.events.TrafficShifted;
import dev.slipway.events.WatchPassed;
import dev.slipway.gate.domain.Signal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the other services' events mean to a release. */
public final class HeardEvents {
    /** The topics that gate-service listens to for its releases. */
    public static final List<Topic> TOPICS = List.of(
            Topic.DEPLOYMENT_SUCCEEDED,
            Topic.DEPLOYMENT_FAILED,
            Topic.TRAFFIC_SHIFTED,
            Topic.CANARY_MEASURED,
            Topic.CANARY_PAUSED,
            Topic.CANARY_RESUMED,
            Topic.ROLLBACK_TRIGGERED,
            Topic.ROLLBACK_COMPLETED,
            Topic.ROLLBACK_FAILED,
            Topic.WATCH_PASSED);

    private HeardEvents() {}

    static Optional<Signal> signal(EventEnvelope envelope) {
        String stage = envelope.stage();
        if (stage == null || envelope.source().equals("gate-service")) {
            return Optional.empty();
        }
        return Optional.ofNullable(meaning(stage, envelope.event()));
    }

    private static @Nullable Signal meaning(String stage, Event event) {
        return switch (event) {
            case DeploymentSucceeded succeeded -> new Signal.Deployed(stage, succeeded.scope());
            case DeploymentFailed failed ->
                new Signal.DeploymentBroke(
                        stage,
                        failed.environment(),
                        (failed.component() == null ? "" : failed.component() + ": ")
                                + failed.cause().label() + ", " + failed.detail());
            case TrafficShifted shifted -> new Signal.Shifted(stage, shifted.step(), shifted.weight());
            case CanaryMeasured measured -> new Signal.Measured(stage, measured.results());
            case CanaryPaused paused -> new Signal.Paused(stage, paused.cause().label() + ": " + paused.detail());
            case CanaryResumed _ -> new Signal.Resumed(stage);
            case RollbackTriggered triggered -> new Signal.RollbackBegan(stage, triggered);
            case RollbackCompleted completed -> new Signal.RolledBack(stage, completed.components());
            case RollbackFailed failed -> new Signal.RollbackBroke(stage, failed.detail(), failed.components());
            case WatchPassed _ -> new Signal.WatchedWell(stage);
            default -> null; // said to others
        };
    }
}
