package dev.slipway.cli.view;

import dev.slipway.cli.view.ReleaseView.Canary;
import dev.slipway.cli.view.ReleaseView.Component;
import dev.slipway.cli.view.ReleaseView.Gate;
import dev.slipway.cli.view.ReleaseView.Metric;
import dev.slipway.cli.view.ReleaseView.Rollback;
import dev.slipway.cli.view.ReleaseView.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became different from one look at a release to the next, a line for each: for logs and pipes. */
final class Changes {
    private final List<String> lines = new ArrayList<>();

    private Changes() {}

    static List<String> between(@Nullable ReleaseView before, ReleaseView after) {
        var changes = new Changes();
        boolean first = before == null || !before.id().equals(after.id());
        changes.all(first ? null : before, after);
        return changes.lines.stream().map(Paint::harmless).toList();
    }

    private void all(@Nullable ReleaseView before, ReleaseView after) {
        if (before == null) {
            lines.add("%s %s (%s), commit %s, requested by %s"
                    .formatted(
                            after.application(), after.version(), after.type(), after.commit(), after.requestedBy()));
        }
        Map<String, Stage> stages = new HashMap<>();
        if (before != null) {
            before.stages().forEach(stage -> stages.put(stage.name(), stage));
        }
        after.stages().forEach(stage -> stage(stages.get(stage.name()), stage));
        canary(before == null ? null : before.canary(), after.canary());
        rollback(before == null ? null : before.rollback(), after.rollback());
        if (before == null || !before.status().equals(after.status())) {
            lines.add(ended(after));
        }
    }

    private static String ended(ReleaseView after) {
        String outcome = after.outcome() == null || after.outcome().equals(after.status())
                ? ""
                : " (" + ReleaseRenderer.words(after.outcome()) + ")";
        String detail = after.detail() == null || after.detail().isEmpty() ? "" : ": " + after.detail();
        return "release " + ReleaseRenderer.words(after.status()) + outcome + detail;
    }

    private void stage(@Nullable Stage before, Stage after) {
        Map<String, Gate> gates = new HashMap<>();
        if (before != null) {
            before.gates().forEach(gate -> gates.put(gate.phase() + gate.name(), gate));
        }
        for (Gate gate : after.gates()) {
            Gate was = gates.get(gate.phase() + gate.name());
            boolean news = was == null
                    ? !gate.status().equals("pending")
                    : !was.status().equals(gate.status());
            if (news) {
                lines.add("%s: gate %s %s%s"
                        .formatted(
                                after.name(),
                                gate.name(),
                                gate.status(),
                                gate.why().isEmpty() ? "" : ": " + gate.why()));
            }
        }
        String was = before == null ? "waiting" : before.status();
        if (!was.equals(after.status())) {
            lines.add(after.name() + ": " + ReleaseRenderer.words(after.status()));
        }
    }

    private void canary(@Nullable Canary before, @Nullable Canary after) {
        if (after == null) {
            return;
        }
        if (before == null || before.weight() != after.weight() || before.step() != after.step()) {
            lines.add("canary: %d %% of the traffic, step %d of %d"
                    .formatted(after.weight(), after.step() + 1, Math.max(1, after.steps())));
        }
        if (after.paused() != (before != null && before.paused())) {
            lines.add("canary: " + (after.paused() ? "paused" : "resumed"));
        }
        Map<String, String> verdicts = new HashMap<>();
        if (before != null) {
            before.metrics().forEach(metric -> verdicts.put(key(metric), metric.verdict()));
        }
        for (Metric metric : after.metrics()) {
            if (!metric.verdict().equals(verdicts.get(key(metric)))) {
                String value = metric.value() == null ? "" : ", " + Quantity.of(metric.name(), metric.value());
                lines.add("canary: %s of %s: %s%s, %s"
                        .formatted(
                                metric.name(),
                                metric.component(),
                                ReleaseRenderer.words(metric.verdict()),
                                value,
                                String.join(", ", ReleaseRenderer.facts(metric))));
            }
        }
    }

    private static String key(Metric metric) {
        return metric.name() + " " + metric.component();
    }

    private void rollback(@Nullable Rollback before, @Nullable Rollback after) {
        if (after == null) {
            return;
        }
        if (before == null) {
            lines.add("rollback%s (%s): %s"
                    .formatted(
                            after.to() == null ? "" : " to " + after.to(),
                            ReleaseRenderer.words(after.cause()),
                            after.detail()));
        }
        for (Component component : after.components()) {
            if (before == null || !before.components().contains(component)) {
                lines.add("rollback: %s is on %s, %s"
                        .formatted(
                                component.name(),
                                component.version(),
                                component.healthy() ? "healthy" : "not healthy"));
            }
        }
        if (after.endedAt() != null && (before == null || before.endedAt() == null)) {
            lines.add("rollback ended after "
                    + Quantity.of(Duration.between(
                            Objects.requireNonNullElse(after.startedAt(), after.endedAt()), after.endedAt())));
        }
    }
}
