package dev.slipway.gate.pipeline;

import dev.slipway.events.Plan;

/** What came of asking a pipeline how one release is to go. */
public sealed interface PlanResult {
    record Resolved(Plan plan) implements PlanResult {}

    /** The pipeline does not release that so: the field of the request at fault, what is wrong, what to do. */
    record Refused(String field, String value, String problem, String remedy) implements PlanResult {}
}
