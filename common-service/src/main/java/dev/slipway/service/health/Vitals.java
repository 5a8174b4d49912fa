package dev.slipway.service.health;

import dev.slipway.service.config.KafkaShell;
import dev.slipway.service.config.SlipwayProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The gauges that alerts stand on. A thread of its own asks every few seconds, so that a scrape is answered at once while
 * the broker or the store hangs.
 */
@Component
class Vitals implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Vitals.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final KafkaShell shell;
    private final Admin admin;
    private final MeterRegistry meters;
    private final Map<String, Callable<Boolean>> parts = new LinkedHashMap<>();
    private final Map<String, Double> up = new ConcurrentHashMap<>();
    private final Map<String, Double> lags = new ConcurrentHashMap<>();
    private final Map<Measure, Double> values = new ConcurrentHashMap<>();
    private final List<Measure> measures;
    private volatile @Nullable Thread thread;

    Vitals(
            SlipwayProperties properties,
            KafkaShell shell,
            Admin admin,
            MeterRegistry meters,
            Dependencies dependencies,
            Map<String, HealthIndicator> indicators,
            ObjectProvider<Measure> measures) {
        this.shell = shell;
        this.admin = admin;
        this.meters = meters;
        this.measures = measures.stream().toList();
        this.measures.forEach(measure -> Gauge.builder(
                        measure.name(), values, now -> now.getOrDefault(measure, Double.NaN))
                .description(measure.description())
                .register(meters));
        parts.put("broker", () -> dependencies.broker().isEmpty());
        parts.put("store", () -> dependencies.store().isEmpty());
        parts.put(
                "consumers",
                () -> dependencies.consumers().isEmpty()
                        && dependencies.listening().isEmpty());
        indicators.forEach((name, indicator) -> {
            if (!(indicator instanceof SlipwayHealth)) { // its parts are the three above
                parts.put(
                        name.replaceFirst("Health(Indicator)?$", ""),
                        () -> Optional.ofNullable(indicator.health(false))
                                .filter(health -> health.getStatus().equals(Status.UP))
                                .isPresent());
            }
        });
        parts.keySet()
                .forEach(part -> Gauge.builder("slipway.up", up, now -> now.getOrDefault(part, 0.0))
                        .description("1 while this part of the service, or what it stands on, is well")
                        .tag("name", properties.service())
                        .tag("part", part)
                        .register(meters));
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("vitals").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                lookOnce();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            // stopped
        }
    }

    private void lookOnce() throws InterruptedException {
        try {
            look();
        } catch (RuntimeException | Error e) { // gauges that stand still would say that all is well
            up.clear();
            log.atWarn().setCause(e).log("looking how the service is failed, will look again");
        }
    }

    private void look() throws InterruptedException {
        for (Map.Entry<String, Callable<Boolean>> part : parts.entrySet()) {
            up.put(part.getKey(), isUp(part.getValue()) ? 1.0 : 0.0);
        }
        measures.forEach(measure -> values.put(measure, value(measure)));
        for (Lag lag : Lag.of(shell)) {
            Double before = lags.put(lag.group(), lag.behind(admin));
            if (before == null) {
                Gauge.builder("slipway.consumer.lag", lags, now -> now.getOrDefault(lag.group(), Double.NaN))
                        .description("messages that the group has not taken yet; NaN while the broker is away")
                        .tag("group", lag.group())
                        .register(meters);
            }
        }
    }

    private static double value(Measure measure) {
        try {
            return measure.value().get().doubleValue();
        } catch (RuntimeException e) {
            log.atDebug().addKeyValue("measure", measure.name()).setCause(e).log("cannot be measured now");
            return Double.NaN;
        }
    }

    private static boolean isUp(Callable<Boolean> part) throws InterruptedException {
        try {
            return part.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            log.atDebug().setCause(e).log("a part cannot be asked, so it is not up");
            return false;
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
