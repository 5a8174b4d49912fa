package dev.slipway.gate.pipeline;

import dev.slipway.events.GateCheck.Approval;
import java.util.List;

/** Whose word is needed: one entry, or one for each role where each has to speak. */
public record ApprovalRule(List<Approval> approvals) {
    public ApprovalRule {
        approvals = List.copyOf(approvals);
        if (approvals.isEmpty()) {
            throw new IllegalArgumentException("an approval rule needs at least one role");
        }
    }
}
