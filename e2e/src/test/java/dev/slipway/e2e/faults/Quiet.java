package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;

/** When nothing is left to happen: all that was said is heard, and all that was heard is signed. */
final class Quiet {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300); // a look reads everything

    private Quiet() {}

    static void await(Landscape landscape, Shops shops) {
        for (Service service : Service.values()) {
            landscape.awaitWell(service);
        }
        awaitNoLag(landscape);
        Awaitility.await("all is said, and signed")
                .atMost(PATIENCE)
                .pollInterval(LOOK_AGAIN)
                .untilAsserted(() -> assertThat(new Judge(landscape, shops).verdict())
                        .noneMatch(broken -> broken.startsWith("L:") || broken.startsWith("T: signed")));
    }

    static void awaitNoLag(Landscape landscape) {
        Awaitility.await("lag back to zero")
                .atMost(PATIENCE)
                .pollInterval(LOOK_AGAIN)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Lag.of(landscape.admin())).isEmpty());
    }
}
