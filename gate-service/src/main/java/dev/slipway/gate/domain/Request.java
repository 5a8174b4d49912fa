package dev.slipway.gate.domain;

import dev.slipway.events.Actor;
import dev.slipway.events.Artifact;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.Version;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, with the plan that it resolved to.
 *
 * @param trigger {@link #MANUAL}, {@code tag} or {@code cdevent}
 */
public record Request(
        String application,
        Version version,
        ReleaseType type,
        String commit,
        Plan plan,
        Actor requestedBy,
        Instant requestedAt,
        String trigger,
        @Nullable String reason) {
    /** A trigger that somebody pulled, who is told what came of it. */
    public static final String MANUAL = "manual";

    boolean isOf(String reported) {
        return commit.equals(reported);
    }

    /** What there is of the plan's components, in their order: what the asker gave outranks what CI reported. */
    List<Artifact> artifacts(List<Artifact> given, List<Artifact> reported) {
        return plan.components().stream()
                .flatMap(component -> Stream.concat(given.stream(), reported.stream())
                        .filter(artifact -> artifact.component().equals(component.name()))
                        .limit(1))
                .toList();
    }

    List<String> missing(List<Artifact> artifacts) {
        return plan.components().stream()
                .map(ComponentPlan::name)
                .filter(name -> artifacts.stream()
                        .noneMatch(artifact -> artifact.component().equals(name)))
                .toList();
    }
}
