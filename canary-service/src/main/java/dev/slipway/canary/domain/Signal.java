package dev.slipway.canary.domain;

import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseId;
import dev.slipway.events.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens to a canary. */
public sealed interface Signal {
    /** The release was accepted. */
    record Requested(ReleaseId release, String application, String version, Plan plan) implements Signal {}

    /** The version is ready: beside stable, or everywhere. */
    record Deployed(String stage, Scope scope) implements Signal {}

    /** The weight was applied and read back. */
    record Shifted(String stage, int step, int weight) implements Signal {}

    /** It is over, for a reason that is not ours. */
    record Ended(String why) implements Signal {}

    /** The first counts were taken; the next ones will tell. */
    record Primed(Place at, Instant since) implements Signal {}

    /** An interval was measured. */
    record Measured(Place at, Measurement measurement) implements Signal {}

    /** A person wants it to stay where it is. */
    record PauseAsked(String person, @Nullable String reason) implements Signal {}

    /** A person wants it to go on. */
    record ResumeAsked(String person, @Nullable String reason) implements Signal {}
}
