package dev.slipway.deploy.domain;

import dev.slipway.events.Artifact;
import dev.slipway.events.ComponentState;
import dev.slipway.events.RollbackTriggered;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a release hears. What came of work carries the state that wanted it: the state may have changed since, and then
 * the result is nobody's.
 */
public sealed interface Signal {
    /** The release was accepted. */
    record Requested(Request request) implements Signal {}

    /** Every entry gate of a stage with an environment holds, for these artifacts. */
    record EntryPassed(String stage, String environment, List<Artifact> artifacts, String pipelineRevision)
            implements Signal {
        public EntryPassed {
            artifacts = List.copyOf(artifacts);
        }
    }

    /** The canary shall get this share. */
    record ShiftAsked(String environment, int step, int weight) implements Signal {}

    /** The canary held its thresholds to the end. */
    record CanaryDidWell(String environment) implements Signal {}

    /**
     * Back.
     *
     * @param stage the stage that was named; null for none
     */
    record RollbackAsked(@Nullable String stage, RollbackTriggered trigger) implements Signal {}

    /** The release went through its whole pipeline. */
    record Completed() implements Signal {}

    /** The release ended before its pipeline did. */
    record Stopped(String why) implements Signal {}

    /** What came of asking for an environment. */
    record ClaimAnswered(Rollout.Claiming on, Claim claim) implements Signal {}

    /** What came of asking for an environment in which to take a release back. */
    record ReclaimAnswered(Rollout.Reclaiming on, Claim claim) implements Signal {}

    /**
     * What came of work on the cluster.
     *
     * @param looked when it began
     */
    record Progressed(Rollout.Underway on, Progress progress, Instant looked) implements Signal {}

    /** Somebody with a greater fence has been there. */
    record FencedOff(Rollout.Fenced on, Fence by) implements Signal {}

    /** The occupancy to go back to. */
    record VersionFound(Rollout.LookingUp on, Occupancy goal) implements Signal {}

    /** There is none to go back to. */
    record VersionUnknown(Rollout.LookingUp on, List<String> known, List<ComponentState> components) implements Signal {
        public VersionUnknown {
            known = List.copyOf(known);
            components = List.copyOf(components);
        }
    }

    /** The environments are free. */
    record Freed(Rollout.Freeing on) implements Signal {}
}
