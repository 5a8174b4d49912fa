package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the services' processes take, each from when it has settled to when it is killed, or to the end. */
final class Memory {
    /** Until then a JVM on a busy machine still fills the heap that it begins with. */
    private static final Duration SETTLES = Duration.ofMinutes(2);

    /** What is younger says little of what it would grow to. */
    private static final Duration LONG = Duration.ofMinutes(4);

    private static final double GROWTH = 1.25;

    private final Map<Service, Life> current = new EnumMap<>(Service.class);
    private final List<Life> all = new ArrayList<>();

    private static final class Life {
        private final Service service;
        private final ChildProcess process;
        private final Instant begin = Instant.now();
        private Duration age = Duration.ZERO;
        private long settled;
        private long now;

        Life(Service service, ChildProcess process) {
            this.service = service;
            this.process = process;
        }

        void look() {
            if (process.isAlive()) {
                now = process.residentMegabytes();
                age = Duration.between(begin, Instant.now());
                if (settled == 0 && age.compareTo(SETTLES) >= 0) {
                    settled = now;
                }
            }
        }

        @Override
        public String toString() {
            return "%s %d→%d MB in %d s".formatted(service, settled, now, age.toSeconds());
        }
    }

    /** Megabytes of each service's process. */
    Map<String, Long> look(Landscape landscape) {
        Map<String, Long> megabytes = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            ChildProcess process = landscape.process(service);
            Life life = current.get(service);
            if (life == null || life.process != process) {
                life = new Life(service, process);
                current.put(service, life);
                all.add(life);
            }
            life.look();
            megabytes.put(service.toString(), life.now);
        }
        return megabytes;
    }

    /** Answers those that were judged: of each service those that lived long, and where none did, all that had settled. */
    List<String> requireFlat() {
        List<Life> judged = new ArrayList<>();
        for (Service service : Service.values()) {
            List<Life> settled = all.stream()
                    .filter(life -> life.service == service && life.settled > 0)
                    .toList();
            List<Life> old = settled.stream()
                    .filter(life -> life.age.compareTo(LONG) >= 0)
                    .toList();
            judged.addAll(old.isEmpty() ? settled : old);
        }
        assertThat(judged)
                .as("no service lived for %s: a soak of more releases is needed, -Dslipway.soak.releases", SETTLES)
                .isNotEmpty();
        assertThat(judged)
                .allSatisfy(life -> assertThat(life.now).as("%s", life).isLessThan((long) (life.settled * GROWTH)));
        return judged.stream().map(Life::toString).toList();
    }
}
