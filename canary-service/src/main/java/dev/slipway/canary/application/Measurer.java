package dev.slipway.canary.application;

import dev.slipway.canary.application.MetricSource.PodCounts;
import dev.slipway.canary.application.MetricSource.Workload;
import dev.slipway.canary.domain.Canary;
import dev.slipway.canary.domain.Counts;
import dev.slipway.canary.domain.HttpMetric;
import dev.slipway.canary.domain.Measurement;
import dev.slipway.canary.domain.Place;
import dev.slipway.canary.domain.Reading;
import dev.slipway.canary.domain.Signal;
import dev.slipway.canary.domain.Terms;
import dev.slipway.events.ComponentPlan;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.Target;
import dev.slipway.service.resilience.Concurrently;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes measurements out of counts that only grow: what was read last is kept in memory. After a restart, or where another
 * instance takes over, there is nothing to compare with, and the first counts only prime the next interval.
 */
final class Measurer {
    private static final Logger log = LoggerFactory.getLogger(Measurer.class);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final MetricSource source;
    private final Clock clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(Snapshot snapshot, Instant until) {}

    Measurer(MetricSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Reads all workloads at once, and says what came since the last time. */
    Signal measure(String id, Canary.Measuring canary) {
        Terms terms = Terms.of(canary.dossier(), canary.at());
        Instant at = clock.instant();
        Snapshot now = new Snapshot(canary.at(), at, read(id, terms));
        Kept last = kept.get(id);
        boolean first = canary.analysis().since() == null
                || last == null
                || !last.snapshot().place().equals(canary.at());
        keep(id, first || last == null ? now : now.over(last.snapshot()), terms);
        return first || last == null
                ? new Signal.Primed(canary.at(), at)
                : new Signal.Measured(
                        canary.at(), new Measurement(last.snapshot().at(), at, readings(terms, last.snapshot(), now)));
    }

    /** Releases end without a word to us: what is not asked for any more goes. */
    private void keep(String id, Snapshot snapshot, Terms terms) {
        Instant now = snapshot.at();
        kept.values().removeIf(old -> old.until().isBefore(now));
        kept.put(
                id,
                new Kept(
                        snapshot,
                        now.plus(terms.analysis().interval().multipliedBy(2)).plus(FORGOTTEN_AFTER)));
    }

    private Map<Workload, PodCounts> read(String id, Terms terms) {
        List<Workload> asked = terms.components().stream()
                .flatMap(component -> workloads(terms, component).stream())
                .toList();
        List<Optional<PodCounts>> answers = Concurrently.map(asked, workload -> read(id, workload));
        Map<Workload, PodCounts> answered = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            Workload workload = asked.get(i);
            answers.get(i).ifPresent(counts -> answered.put(workload, counts));
        }
        return answered;
    }

    private Optional<PodCounts> read(String id, Workload workload) {
        try {
            return Optional.of(source.read(workload));
        } catch (MetricSource.Unreadable unreadable) {
            log.atWarn()
                    .addKeyValue("release", id)
                    .addKeyValue("workload", workload.deployment())
                    .addKeyValue("why", unreadable.getMessage())
                    .log("metrics could not be read");
            return Optional.empty();
        }
    }

    private static List<Reading> readings(Terms terms, Snapshot then, Snapshot now) {
        List<Reading> readings = new ArrayList<>();
        for (ComponentPlan component : terms.components()) {
            Optional<Counts> version = now.increaseSince(then, version(terms, component));
            Optional<Counts> stable =
                    terms.compared() ? now.increaseSince(then, stable(terms, component)) : Optional.of(Counts.ZERO);
            for (MetricPlan metric : terms.metrics()) {
                boolean compares = metric.thresholds().stream().anyMatch(threshold -> threshold.needsBaseline());
                readings.add(
                        version.isPresent() && (stable.isPresent() || !compares)
                                ? HttpMetric.read(
                                        component.name(), metric.name(), version.get(), stable.orElse(Counts.ZERO))
                                : new Reading.Unreadable(component.name(), metric.name(), "no pod could be read"));
            }
        }
        return readings;
    }

    private static List<Workload> workloads(Terms terms, ComponentPlan component) {
        return terms.compared()
                ? List.of(version(terms, component), stable(terms, component))
                : List.of(version(terms, component));
    }

    private static Workload version(Terms terms, ComponentPlan component) {
        return workload(terms, component, terms.place() instanceof Place.AtStep ? "-canary" : "");
    }

    private static Workload stable(Terms terms, ComponentPlan component) {
        return workload(terms, component, "");
    }

    private static Workload workload(Terms terms, ComponentPlan component, String suffix) {
        return switch (component.target()) {
            case Target.Kubernetes target ->
                new Workload(
                        terms.environment().namespace(),
                        target.deployment() + suffix,
                        target.metricsPort(),
                        target.metricsPath());
        };
    }
}
