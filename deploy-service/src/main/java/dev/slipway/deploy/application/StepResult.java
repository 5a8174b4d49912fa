package dev.slipway.deploy.application;

import dev.slipway.deploy.domain.Fence;
import dev.slipway.events.ComponentState;
import dev.slipway.events.DeploymentFailed;

/** What came of one step. */
public sealed interface StepResult {
    /** It is so. */
    record Done() implements StepResult {}

    /** A workload is wholly what it was asked to be, and ready. */
    record Ready(ComponentState component) implements StepResult {}

    /** Not so yet; ask again. */
    record NotYet(String why) implements StepResult {}

    /** A greater fence stands there: nothing was changed. */
    record FencedOff(Fence by) implements StepResult {}

    /** It will not be so by waiting; {@code detail} is in the cluster's or the pod's own words. */
    record Broken(DeploymentFailed.Cause cause, String detail) implements StepResult {}
}
