package dev.slipway.embedded;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test class on a machine without the second store, and names the remedy on the console and in the report. Where
 * {@code SLIPWAY_SECOND_STORE} is {@code required}, it fails instead.
 */
public class NeedsSecondStore implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (SecondStore.canStart()) {
            return ConditionEvaluationResult.enabled("it is there");
        }
        if ("required".equals(System.getenv("SLIPWAY_SECOND_STORE"))) {
            throw new IllegalStateException("SLIPWAY_SECOND_STORE is 'required', and " + SecondStore.REMEDY);
        }
        if (context.getTestMethod().isEmpty()) {
            System.out.println(context.getDisplayName() + " is SKIPPED: " + SecondStore.REMEDY);
        }
        return ConditionEvaluationResult.disabled(SecondStore.REMEDY);
    }
}
