package dev.slipway.deploy.http;

import dev.slipway.deploy.domain.Environment;
import dev.slipway.deploy.domain.Occupancy;
import dev.slipway.events.ComponentState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An environment as callers see it.
 *
 * @param release null where Slipway did not bring what runs there
 * @param version null before anybody has looked
 */
record EnvironmentView(
        String application,
        String environment,
        String namespace,
        @Nullable String release,
        @Nullable String version,
        List<ComponentState> components,
        @Nullable Instant since,
        List<Previous> previous) {
    /** The answer's body. */
    record All(List<EnvironmentView> environments) {}

    /** What ran there before. */
    record Previous(
            @Nullable String release,
            String version,
            @Nullable Instant until) {
        static Previous of(Occupancy occupancy) {
            return new Previous(occupancy.release().orElse(null), occupancy.version(), occupancy.until());
        }
    }

    static EnvironmentView of(Environment environment) {
        Occupancy current = environment.current();
        return new EnvironmentView(
                environment.application(),
                environment.name(),
                environment.namespace(),
                current == null ? null : current.release().orElse(null),
                current == null ? null : current.version(),
                current == null ? List.of() : current.states(),
                current == null ? null : current.since(),
                environment.previous().stream().map(Previous::of).toList());
    }
}
