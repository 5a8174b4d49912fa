package dev.slipway.audit.config;

import dev.slipway.audit.application.Checkpointer;
import dev.slipway.audit.application.Checkpointer.Standing;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while the log is not signed, with the reason. */
final class LogHealth implements HealthIndicator {

    private final Checkpointer checkpointer;

    LogHealth(Checkpointer checkpointer) {
        this.checkpointer = checkpointer;
    }

    @Override
    public Health health() {
        return switch (checkpointer.standing()) {
            case Standing.Signing() -> Health.up().build();
            case Standing.Refusing(String reason) ->
                Health.down().withDetail("log", reason).build();
        };
    }
}
