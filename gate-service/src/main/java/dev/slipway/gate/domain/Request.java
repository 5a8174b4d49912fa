package dev.slipway.gate.domain;

import dev.slipway.events.Actor;
import dev.slipway.events.Plan;
import dev.slipway.events.ReleaseType;
import dev.slipway.events.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, with the plan that it resolved to.
 *
 * @param trigger {@code manual}, {@code tag} or {@code cdevent}
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
        @Nullable String reason) {}
