package dev.slipway.canary.domain;

import dev.slipway.canary.domain.Verdicts.Judgement;
import dev.slipway.events.BreachAction;
import dev.slipway.events.CanaryPaused;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.MetricResult;
import dev.slipway.events.MetricResult.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a measurement makes of an analysis.
 *
 * @param after the analysis with it
 */
record Assessment(Analysis after, Finding finding) {

    /** What is to be done about it. */
    sealed interface Finding {}

    /** Nothing: healthy, or borne for now. */
    record Bearable() implements Finding {}

    /** A metric breached more often than is borne. */
    record Breached(MetricResult result, BreachAction action) implements Finding {}

    /** More measurements in a row than are borne said nothing. */
    record Silent(CanaryPaused.Cause cause, String detail) implements Finding {}

    static Assessment of(Terms terms, Analysis before, Measurement measurement) {
        List<Judgement> judgements = judge(terms, measurement.readings());
        List<MetricResult> results = judgements.stream().map(Judgement::result).toList();
        boolean conclusive = isConclusive(judgements);
        // Where a hold ends within an interval, what is left of it may be too short to say anything; that counts for
        // nothing.
        boolean tail = Duration.between(measurement.from(), measurement.to())
                        .compareTo(terms.analysis().interval())
                < 0;
        Analysis after = new Analysis(
                measurement.to(),
                count(before, results),
                conclusive ? 0 : before.inconclusive() + (tail ? 0 : 1),
                before.measurements() + 1,
                conclusive ? isHealthy(results) : tail && before.healthy(),
                results);
        return new Assessment(after, finding(terms, after, results));
    }

    private static List<Judgement> judge(Terms terms, List<Reading> readings) {
        List<Judgement> judgements = new ArrayList<>();
        for (Reading reading : readings) {
            for (MetricPlan metric : terms.metrics()) {
                if (metric.name().equals(reading.metric())) {
                    judgements.add(Verdicts.judge(metric, terms.analysis().minSamples(), reading));
                }
            }
        }
        return judgements;
    }

    /** Every component has something that can be judged, and nothing that cannot be without an excuse. */
    private static boolean isConclusive(List<Judgement> judgements) {
        Map<String, List<Judgement>> byComponent = judgements.stream()
                .collect(Collectors.groupingBy(judgement -> judgement.result().component()));
        return !judgements.isEmpty()
                && byComponent.values().stream()
                        .allMatch(ofOne -> ofOne.stream().anyMatch(Judgement::isConclusive)
                                && ofOne.stream()
                                        .allMatch(judgement -> judgement.isConclusive() || judgement.excused()));
    }

    private static boolean isHealthy(List<MetricResult> results) {
        return results.stream().noneMatch(result -> result.verdict() == Verdict.BREACHED);
    }

    private static Map<String, Integer> count(Analysis before, List<MetricResult> results) {
        Map<String, Integer> breaches = new HashMap<>(before.breaches());
        results.stream()
                .filter(result -> result.verdict() == Verdict.BREACHED)
                .forEach(result -> breaches.merge(Analysis.key(result), 1, Integer::sum));
        return breaches;
    }

    private static Finding finding(Terms terms, Analysis after, List<MetricResult> results) {
        List<Breached> breached = results.stream()
                .filter(result -> result.verdict() == Verdict.BREACHED)
                .filter(result -> after.breachesOf(result) > terms.analysis().failureLimit())
                .map(result -> new Breached(result, actionOf(terms, result)))
                .toList();
        if (!breached.isEmpty()) {
            return breached.stream()
                    .filter(one -> one.action() == BreachAction.ROLLBACK)
                    .findFirst()
                    .orElse(breached.getFirst());
        }
        return after.inconclusive() > terms.analysis().inconclusiveLimit() ? silent(terms, after) : new Bearable();
    }

    private static BreachAction actionOf(Terms terms, MetricResult result) {
        return terms.metrics().stream()
                .filter(metric -> metric.name().equals(result.metric()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("judged " + result.metric() + ", which is not in the plan"))
                .onBreach();
    }

    private static Silent silent(Terms terms, Analysis after) {
        List<MetricResult> results = after.latest();
        if (results.isEmpty()) {
            return new Silent(
                    CanaryPaused.Cause.NO_DATA,
                    "there is nothing beside it to compare it with at " + terms.weight()
                            + " %, and no metric has a max or a min: give one");
        }
        boolean errors = results.stream().anyMatch(result -> result.verdict() == Verdict.SOURCE_ERROR);
        return new Silent(
                errors ? CanaryPaused.Cause.SOURCE_ERRORS : CanaryPaused.Cause.NO_DATA,
                after.inconclusive() + " measurements in a row said nothing, the last: "
                        + results.stream()
                                .filter(result -> result.verdict() != Verdict.HEALTHY)
                                .map(result -> result.metric() + " of " + result.component() + " "
                                        + result.verdict().label() + " (" + result.samples() + " requests)")
                                .collect(Collectors.joining(", ")));
    }
}
