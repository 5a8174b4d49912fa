package dev.slipway.gate.pipeline;

import java.util.Map;
import java.util.Set;

/**
 * What is different for one release type.
 *
 * @param skip stages, and soaks as {@code stage.soak}; a skipped stage's conditions are asked before the next one
 * @param approvals by stage; in place of the approval gates that the stage names
 * @param justify whether the request must say why
 */
public record ReleaseRules(Set<String> skip, Map<String, ApprovalRule> approvals, boolean justify) {
    public static final ReleaseRules NONE = new ReleaseRules(Set.of(), Map.of(), false);

    public ReleaseRules {
        skip = Set.copyOf(skip);
        approvals = Map.copyOf(approvals);
    }
}
