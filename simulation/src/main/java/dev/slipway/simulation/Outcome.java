package dev.slipway.simulation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of a run.
 *
 * @param broken what must hold and did not
 * @param story what happened, where it was wanted
 * @param reached the states and signals that the rules were asked about
 */
record Outcome(
        long seed,
        List<Slot> slots,
        List<String> broken,
        List<String> story,
        Map<Fault, Integer> injected,
        Set<String> reached,
        int events,
        int calls) {}
