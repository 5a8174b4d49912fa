package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import org.jspecify.annotations.Nullable;

/** It could not be brought there. Deploy-service restores what ran before by itself and says so by a rollback event. */
public record DeploymentFailed(
        String environment,
        Scope scope,
        Cause cause,
        @Nullable String component,
        String detail) implements Event {
    /** Why it could not. */
    public enum Cause implements Label {
        NEVER_READY,
        CRASH_LOOP,
        IMAGE_PULL,
        REFUSED,
        MISSING_TARGET,
        @JsonEnumDefaultValue
        OTHER
    }
}
