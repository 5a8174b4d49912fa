package dev.slipway.gate.condition;

import java.util.List;

/** What a condition says of the evidence that there is. */
public sealed interface ConditionResult {
    /** @param explanation the values that made it hold */
    record Holds(String explanation) implements ConditionResult {}

    /** @param explanation each part that does not hold, with the values: {@code coverage.line 0.74, asked: coverage.line >= 0.80} */
    record DoesNotHold(String explanation) implements ConditionResult {}

    /**
     * It depends on what nobody has reported yet.
     *
     * @param missing the facts' names, sorted
     */
    record Unknown(List<String> missing) implements ConditionResult {
        public Unknown {
            missing = List.copyOf(missing);
        }

        public String explanation() {
            return missing.size() == 1
                    ? "evidence " + missing.getFirst() + " is missing"
                    : "evidence is missing: " + String.join(", ", missing);
        }
    }
}
