package dev.slipway.canary.application;

import dev.slipway.canary.domain.Signal;
import dev.slipway.events.DeploymentFailed;
import dev.slipway.events.DeploymentSucceeded;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReleaseCompleted;
import dev.slipway.events.ReleaseRequested;
import dev.slipway.events.ReleaseStopped;
import dev.slipway.events.RollbackTriggered;
import dev.slipway.events.Topic;
import dev.slipway.events.TrafficShifted;
import java.util.List;
import java.util.Optional;

/** What the other services' events mean to a canary. */
final class HeardEvents {
    static final List<Topic> TOPICS = List.of(
            Topic.RELEASE_REQUESTED,
            Topic.DEPLOYMENT_SUCCEEDED,
            Topic.DEPLOYMENT_FAILED,
            Topic.TRAFFIC_SHIFTED,
            Topic.ROLLBACK_TRIGGERED,
            Topic.RELEASE_COMPLETED,
            Topic.RELEASE_STOPPED);

    private HeardEvents() {}

    static Optional<Signal> signal(EventEnvelope envelope) {
        Event event = envelope.event();
        String stage = envelope.stage();
        return Optional.ofNullable(
                switch (event) {
                    case ReleaseRequested requested ->
                        new Signal.Requested(
                                envelope.release(), envelope.application(), envelope.version(), requested.plan());
                    case DeploymentSucceeded succeeded
                    when stage != null -> new Signal.Deployed(stage, succeeded.scope());
                    case TrafficShifted shifted
                    when stage != null -> new Signal.Shifted(stage, shifted.step(), shifted.weight());
                    case DeploymentFailed failed -> new Signal.Ended("the deployment failed: " + failed.detail());
                    case RollbackTriggered triggered -> new Signal.Ended("taken back: " + triggered.detail());
                    case ReleaseStopped stopped ->
                        new Signal.Ended("stopped, " + stopped.outcome().label() + ": " + stopped.detail());
                    case ReleaseCompleted _ -> new Signal.Ended("complete");
                    default -> null; // said to others
                });
    }
}
