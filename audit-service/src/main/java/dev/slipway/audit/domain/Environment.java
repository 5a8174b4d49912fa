package dev.slipway.audit.domain;

import dev.slipway.events.ComponentState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs in an environment, as the trail tells it.
 *
 * @param version more than one, separated by commas, where a rollback failed half way
 * @param release the release that brought it; null where that was before the trail began
 * @param promotedBy the last person who approved the release, else who requested it
 */
public record Environment(
        String application,
        String environment,
        String version,
        @Nullable String release,
        Instant since,
        @Nullable String promotedBy,
        List<ComponentState> components) {

    public Environment {
        components = List.copyOf(components);
    }
}
