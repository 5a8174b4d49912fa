package dev.slipway.e2e.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.provider.Arguments;

/** A store that is away for longer than anything that waits for it: ten minutes. */
class BlackoutTest extends Faults {
    private static final Duration AWAY = Duration.ofMinutes(10);

    @Override
    Parts parts() {
        return Parts.OURS;
    }

    @Override
    Stream<Arguments.ArgumentSet> all() {
        return Stream.of(fault(
                "store: away for ten minutes",
                () -> awayForAll(
                        Part.STORE, this::storeIsAway, () -> landscape().store().restart())));
    }

    private void storeIsAway() {
        landscape().store().kill();
        Awaitility.await("all live on, and none is well")
                .pollInterval(Duration.ofSeconds(5))
                .atMost(AWAY.plusMinutes(2))
                .during(AWAY)
                .until(() -> Arrays.stream(Service.values())
                        .allMatch(service -> landscape().process(service).isAlive()
                                && !landscape().health(service).endsWith("\"status\":\"UP\"}")));
    }
}
