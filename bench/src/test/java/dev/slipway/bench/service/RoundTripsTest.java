package dev.slipway.bench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** What common-service's README says that an event costs. */
@Timeout(120)
class RoundTripsTest {
    private static final int RELEASES = 4;
    private static final int EACH = 10;
    private static final int EVENTS = RELEASES * EACH;
    private static final int SWEEPS =
            30; // one in five seconds: a read, and a few trips for an aggregate that it meets between save and mark

    @Test
    void anEventTakesOneReadOneConditionalWriteAndOneMark() throws Exception {
        RoundTrips trips = new RoundTrips();
        try (Backbone backbone = Backbone.start(1);
                ConfigurableApplicationContext _ = TallyService.start(backbone, 1, false, trips)) {
            trips.forget();

            backbone.say(Events.of("shop", RELEASES, EACH));
            TallyService.awaitCommitted(backbone);

            Map<String, Long> counted = trips.counted();
            long all = counted.values().stream().mapToLong(Long::longValue).sum();
            assertThat(counted).containsEntry("insert", (long) RELEASES);
            assertThat(counted.get("find")).isGreaterThanOrEqualTo(EVENTS);
            assertThat(counted.get("update")).isGreaterThanOrEqualTo(EVENTS - RELEASES + EVENTS);
            assertThat(all).isBetween(3L * EVENTS, 3L * EVENTS + SWEEPS);
        }
    }
}
