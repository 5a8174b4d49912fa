package dev.slipway.gate.pipeline;

import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.BreachAction;
import dev.slipway.events.MetricPlan;
import dev.slipway.events.Threshold;
import dev.slipway.events.Threshold.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads how a version is measured; the members stand beside those of a canary or a watch. */
final class AnalysisSection {
    private static final Set<String> RATIOS = Set.of("error-rate", "availability");
    private static final Set<String> LATENCIES = Set.of("latency-p50", "latency-p95", "latency-p99");
    private static final String METRIC = "error-rate: {maxIncrease: 1%, onBreach: rollback}";

    private AnalysisSection() {}

    static AnalysisPlan read(Fields fields) {
        Duration interval = fields.optional("interval", Duration.ofSeconds(30), v -> v.positive("30s"));
        int minSamples = fields.optional("minSamples", 20, v -> v.integer(1, 1_000_000, "20"));
        int failureLimit = fields.optional("failureLimit", 0, v -> v.integer(0, 1_000, "0"));
        int inconclusiveLimit = fields.optional("inconclusiveLimit", 5, v -> v.integer(0, 1_000, "5"));
        List<MetricPlan> metrics = fields.required("metrics", "{" + METRIC + "}", List.of(), AnalysisSection::metrics);
        return new AnalysisPlan(interval, minSamples, failureLimit, inconclusiveLimit, metrics);
    }

    private static List<MetricPlan> metrics(Value section) {
        List<MetricPlan> metrics = new ArrayList<>();
        Map<String, Value> named = section.named(METRIC);
        named.forEach((name, value) -> metric(name, value, metrics));
        if (named.isEmpty() && section.isMapping()) {
            section.problem("nothing is measured", "add a metric, like " + METRIC);
        }
        return metrics;
    }

    private static void metric(String name, Value value, List<MetricPlan> metrics) {
        boolean ratio = RATIOS.contains(name);
        if (!ratio && !LATENCIES.contains(name)) {
            value.problem(
                    "the metric '" + name + "' is not supported yet",
                    "use error-rate, availability, latency-p50, latency-p95 or latency-p99");
            return;
        }
        try (Fields fields = value.fields("{maxIncrease: 1%, onBreach: rollback}")) {
            List<Threshold> thresholds = new ArrayList<>();
            fields.optional("max", null, v -> thresholds.add(new Threshold(Kind.MAX, bound(v, ratio))));
            fields.optional("min", null, v -> thresholds.add(new Threshold(Kind.MIN, bound(v, ratio))));
            // a ratio grows by percentage points, a latency by a share of itself: from 0.1 % to 0.9 % is 'less than 1
            // %'
            Kind increase = ratio ? Kind.MAX_INCREASE : Kind.MAX_INCREASE_RELATIVE;
            fields.optional("maxIncrease", null, v -> thresholds.add(new Threshold(increase, v.share("1%"))));
            BreachAction action = fields.optional("onBreach", BreachAction.ROLLBACK, AnalysisSection::onBreach);
            if (thresholds.isEmpty()) {
                fields.problem("the metric '" + name + "' has no threshold", "give max, min or maxIncrease");
                return;
            }
            metrics.add(new MetricPlan(name, thresholds, action));
        }
    }

    private static double bound(Value value, boolean ratio) {
        return ratio ? value.share("1%") : value.positive("300ms").toNanos() / 1e9;
    }

    private static BreachAction onBreach(Value value) {
        return value.oneOf(List.of("rollback", "pause")).equals("pause") ? BreachAction.PAUSE : BreachAction.ROLLBACK;
    }
}
