package dev.slipway.simulation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of a run.
 *
 * @param broken what must hold and did not
 * @param story what happened, where it was wanted
 * @param injected what went wrong outside, and how often
 * @param hits which calls met which faults
 * @param met the states and signals that the rules were asked about together
 */
record Outcome(
        long seed,
        List<Slot> slots,
        List<String> broken,
        List<String> story,
        Map<String, Integer> injected,
        Hits hits,
        Set<Pair> met,
        int events,
        int calls) {}
