package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The release is to be taken back. Never blocked by anything, and final: the release is never promoted again.
 *
 * @param to the version to go back to; null for what ran before the release
 * @param breach the measurement that breached; null where it was something else
 * @param observedAt when the sample that shows the cause was taken, or the person asked
 */
public record RollbackTriggered(
        String environment,
        Cause cause,
        String detail,
        @Nullable MetricResult breach,
        @Nullable String to,
        Instant observedAt)
        implements Event {
    /** Why it is taken back. */
    public enum Cause implements Label {
        METRIC,
        HEALTH,
        WATCH,
        VERIFICATION,
        PERSON,
        ABORTED,
        DEPLOYMENT_FAILED,
        @JsonEnumDefaultValue
        OTHER
    }
}
