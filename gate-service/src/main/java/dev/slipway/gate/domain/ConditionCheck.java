package dev.slipway.gate.domain;

import java.util.Map;

/** Asks a gate's condition. Pure: the same facts give the same answer. */
@FunctionalInterface
public interface ConditionCheck {
    /**
     * @param when the condition, as the plan has it
     * @param facts what the release's evidence says, by dotted name
     */
    Answer ask(String when, Map<String, Object> facts, Dossier dossier, String stage);

    /** What it says. */
    sealed interface Answer {
        record Holds(String why) implements Answer {}

        record DoesNotHold(String why) implements Answer {}

        record Unknown(String missing) implements Answer {}
    }
}
