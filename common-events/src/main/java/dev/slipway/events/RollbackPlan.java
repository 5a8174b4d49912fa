package dev.slipway.events;

import java.util.List;

/**
 * How a release is taken back.
 *
 * @param steps the weights, in percent, on the way to 0 of a staged rollback; empty for an immediate one
 */
public record RollbackPlan(List<Integer> steps) {
    public static final RollbackPlan IMMEDIATE = new RollbackPlan(List.of());

    public RollbackPlan {
        steps = List.copyOf(steps);
    }
}
