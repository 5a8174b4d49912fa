package dev.slipway.events;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One topic per event, named as the event. */
public enum Topic {
    BUILD_EVENTS(BuildEvents.class),
    RELEASE_REQUESTED(ReleaseRequested.class),
    EVIDENCE_RECORDED(EvidenceRecorded.class),
    APPROVAL_REQUESTED(ApprovalRequested.class),
    APPROVAL_GIVEN(ApprovalGiven.class),
    GATE_WAIVED(GateWaived.class),
    GATE_PASSED(GatePassed.class),
    GATE_FAILED(GateFailed.class),
    DEPLOYMENT_STARTED(DeploymentStarted.class),
    DEPLOYMENT_SUCCEEDED(DeploymentSucceeded.class),
    DEPLOYMENT_FAILED(DeploymentFailed.class),
    TRAFFIC_SHIFT_REQUESTED(TrafficShiftRequested.class),
    TRAFFIC_SHIFTED(TrafficShifted.class),
    CANARY_MEASURED(CanaryMeasured.class),
    CANARY_PAUSED(CanaryPaused.class),
    CANARY_RESUMED(CanaryResumed.class),
    CANARY_HEALTHY(CanaryHealthy.class),
    ROLLBACK_TRIGGERED(RollbackTriggered.class),
    ROLLBACK_COMPLETED(RollbackCompleted.class),
    ROLLBACK_FAILED(RollbackFailed.class),
    WATCH_PASSED(WatchPassed.class),
    RELEASE_COMPLETED(ReleaseCompleted.class),
    RELEASE_STOPPED(ReleaseStopped.class),
    NOTIFICATION_SENT(NotificationSent.class),
    NOTIFICATION_FAILED(NotificationFailed.class),
    DEAD_LETTER_RESENT(DeadLetterResent.class),
    CHECKPOINTS(Checkpoints.class);

    private final Class<? extends Event> event;

    Topic(Class<? extends Event> event) {
        this.event = event;
    }

    public Class<? extends Event> event() {
        return event;
    }

    /** The topic's name, without the prefix that a shared cluster may ask for. */
    public String topicName() {
        return event.getSimpleName();
    }

    /** Where what cannot be read is kept. */
    public String deadLetterName() {
        return topicName() + ".dlt";
    }

    public static Topic of(Event event) {
        return Arrays.stream(values())
                .filter(topic -> topic.event == event.getClass())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic for a "
                        + event.getClass().getSimpleName() + ": an event that we do not know cannot be said"));
    }

    public static Optional<Topic> named(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName().equals(topicName))
                .findFirst();
    }

    public static List<Topic> all() {
        return List.of(values());
    }
}
