package dev.slipway.gate.pipeline;

import dev.slipway.events.AnalysisPlan;
import dev.slipway.events.CanaryStep;
import dev.slipway.events.WatchPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code stages}. */
final class StageSection {
    private static final Duration USUAL_READY = Duration.ofMinutes(5);
    private static final List<String> DEPLOYING = List.of("rollout", "verify", "soak", "keepOld", "watch");

    private StageSection() {}

    static List<Stage> stages(Value section) {
        List<Stage> stages = section.items("- name: production").stream()
                .map(StageSection::stage)
                .toList();
        if (stages.isEmpty()) {
            section.problem("there is no stage", "add one, like - name: production");
        }
        return stages;
    }

    private static Stage stage(Value value) {
        try (Fields fields = value.fields("{name: production, environment: production}")) {
            String name = fields.required("name", "production", "?", v -> v.name("production"));
            String environment = fields.optional("environment", null, v -> v.text("production"));
            Duration within = fields.optional("within", null, v -> v.positive("15m"));
            List<String> gates = fields.optional("gates", List.of(), v -> v.texts("[unit-tests]"));
            List<String> verify = fields.optional("verify", List.of(), v -> v.texts("[healthy]"));
            Duration soak = fields.optional("soak", Duration.ZERO, v -> v.duration("2h"));
            Rollout rollout = fields.optional("rollout", new Rollout.Rolling(USUAL_READY), StageSection::rollout);
            Duration keepOld = fields.optional("keepOld", Duration.ZERO, v -> v.duration("72h"));
            WatchPlan watch = fields.optional("watch", null, StageSection::watch);
            if (environment == null) {
                DEPLOYING.stream()
                        .filter(fields::has)
                        .forEach(key -> fields.problem(
                                "'" + key + "' says what happens to a deployment, but the stage '" + name
                                        + "' has no environment",
                                "add environment, or remove " + key));
            }
            return new Stage(
                    name,
                    environment,
                    within,
                    gates,
                    verify,
                    soak,
                    environment == null ? null : rollout,
                    keepOld,
                    watch);
        }
    }

    /** {@code rolling}, or a mapping of one of the two. */
    private static Rollout rollout(Value value) {
        if (value.isText()) {
            value.oneOf(List.of("rolling"));
            return new Rollout.Rolling(USUAL_READY);
        }
        try (Fields fields = value.fields("rolling, or {canary: …}")) {
            Duration ready = fields.optional("readyWithin", USUAL_READY, v -> v.positive("5m"));
            Rollout canary = fields.optional("canary", null, v -> canary(v, ready));
            return canary == null ? new Rollout.Rolling(ready) : canary;
        }
    }

    private static Rollout canary(Value value, Duration ready) {
        try (Fields fields = value.fields("{steps: [{weight: 10, hold: 30m}], metrics: …}")) {
            String when = fields.optional("when", null, Value::releaseCondition);
            List<CanaryStep> steps =
                    fields.required("steps", "[{weight: 10, hold: 30m}]", List.of(), StageSection::steps);
            return new Rollout.Canary(ready, when, steps, AnalysisSection.read(fields));
        }
    }

    private static List<CanaryStep> steps(Value section) {
        List<CanaryStep> steps = new ArrayList<>();
        for (Value item : section.items("[{weight: 10, hold: 30m}]")) {
            CanaryStep step = step(item);
            if (!steps.isEmpty() && step.weight() <= steps.getLast().weight()) {
                item.problem(
                        "the weight " + step.weight() + " does not follow "
                                + steps.getLast().weight(),
                        "let weights grow from step to step");
            }
            steps.add(step);
        }
        if (steps.isEmpty()) {
            section.problem("the canary has no step", "add one, like {weight: 10, hold: 30m}");
        }
        return steps;
    }

    private static CanaryStep step(Value value) {
        try (Fields fields = value.fields("{weight: 10, hold: 30m}")) {
            int weight = fields.required("weight", "10", 1, StageSection::weight);
            return new CanaryStep(weight, fields.optional("hold", Duration.ZERO, v -> v.duration("30m")));
        }
    }

    /** {@code 10} and {@code 10%} alike. */
    private static int weight(Value value) {
        if (value.yaml() instanceof Yaml.Scalar scalar && scalar.text().endsWith("%")) {
            String number =
                    scalar.text().substring(0, scalar.text().length() - 1).strip();
            Yaml.Scalar bare = new Yaml.Scalar(number, Yaml.Kind.NUMBER, scalar.at(), scalar.textAt());
            return new Value(bare, value.path(), value.problems()).integer(1, 100, "10");
        }
        return value.integer(1, 100, "10");
    }

    private static @Nullable WatchPlan watch(Value value) {
        try (Fields fields = value.fields("{for: 15m, metrics: …}")) {
            Duration duration = fields.required("for", "15m", Duration.ofMinutes(15), v -> v.positive("15m"));
            AnalysisPlan analysis = AnalysisSection.read(fields);
            return new WatchPlan(duration, analysis);
        }
    }
}
