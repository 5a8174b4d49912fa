package dev.slipway.service.health;

import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Names the cause in its details where it is not up. */
@Component("slipway")
class SlipwayHealth extends AbstractHealthIndicator {
    private final Dependencies dependencies;

    SlipwayHealth(Dependencies dependencies) {
        super("looking at the broker and the store failed");
        this.dependencies = dependencies;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        Optional<String> waitsFor = dependencies.start();
        if (waitsFor.isPresent()) {
            builder.outOfService().withDetail("waitingFor", waitsFor.get());
            return;
        }
        builder.up();
        dependencies.consumers().ifPresent(cause -> builder.down().withDetail("consumers", cause));
        dependencies.listening().ifPresent(cause -> builder.down().withDetail("listening", cause));
        dependencies.broker().ifPresent(cause -> builder.down().withDetail("kafka", cause));
        dependencies.store().ifPresent(cause -> builder.down().withDetail("mongodb", cause));
    }
}
