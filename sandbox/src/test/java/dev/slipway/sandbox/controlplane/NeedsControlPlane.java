package dev.slipway.sandbox.controlplane;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test class on a machine without the programs, and names the remedy on the console and in the report. (An
 * assumption that fails before all tests would make the class vanish from Surefire's count, and its reason with it.)
 * Where {@code SLIPWAY_CONTROL_PLANE} is {@code required}, it fails instead.
 */
public final class NeedsControlPlane implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (ControlPlane.find().isPresent()) {
            return ConditionEvaluationResult.enabled("the programs are there");
        }
        if ("required".equals(System.getenv("SLIPWAY_CONTROL_PLANE"))) {
            throw new IllegalStateException("SLIPWAY_CONTROL_PLANE is 'required', and " + ControlPlane.REMEDY);
        }
        if (context.getTestMethod().isEmpty()) {
            System.out.println(context.getDisplayName() + " is SKIPPED: " + ControlPlane.REMEDY);
        }
        return ConditionEvaluationResult.disabled(ControlPlane.REMEDY);
    }
}
