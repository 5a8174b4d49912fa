package dev.slipway.events;

/**
 * What somebody says. The record's name is the event's name and the name of its topic; the names are for good, fields
 * are only ever added.
 */
public sealed interface Event
        permits BuildEvents,
                ReleaseRequested,
                EvidenceRecorded,
                ApprovalRequested,
                ApprovalGiven,
                GateWaived,
                GatePassed,
                GateFailed,
                DeploymentStarted,
                DeploymentSucceeded,
                DeploymentFailed,
                TrafficShiftRequested,
                TrafficShifted,
                CanaryMeasured,
                CanaryPaused,
                CanaryResumed,
                CanaryHealthy,
                RollbackTriggered,
                RollbackCompleted,
                RollbackFailed,
                WatchPassed,
                ReleaseCompleted,
                ReleaseStopped,
                NotificationSent,
                NotificationFailed,
                DeadLetterResent,
                Checkpoints,
                UnknownEvent {}
