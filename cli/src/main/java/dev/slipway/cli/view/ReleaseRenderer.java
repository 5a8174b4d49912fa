package dev.slipway.cli.view;

import dev.slipway.cli.view.ReleaseView.Canary;
import dev.slipway.cli.view.ReleaseView.Component;
import dev.slipway.cli.view.ReleaseView.Gate;
import dev.slipway.cli.view.ReleaseView.Metric;
import dev.slipway.cli.view.ReleaseView.Rollback;
import dev.slipway.cli.view.ReleaseView.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A release as lines of text: the same view at the same time gives the same lines. */
public final class ReleaseRenderer {
    private static final int BAR = 20;

    private final Paint paint;
    private final int width;

    /** @param width columns that no line exceeds */
    public ReleaseRenderer(Paint paint, int width) {
        this.paint = paint;
        this.width = Math.max(20, width);
    }

    public List<String> lines(ReleaseView release, Instant now) {
        var lines = new ArrayList<String>();
        lines.add(headline(release, now));
        int names = release.stages().stream()
                .mapToInt(stage -> stage.name().length())
                .max()
                .orElse(0);
        for (Stage stage : release.stages()) {
            boolean here =
                    stage.name().equals(release.stage()) || stage.status().equals("failed");
            Canary canary = here ? release.canary() : null;
            lines.add(stageLine(stage, canary, names, now));
            if (stage.open()) {
                stage.gates().forEach(gate -> lines.add("    " + gateLine(gate, stage.gates())));
            }
            if (canary != null && (stage.open() || release.rollback() != null)) {
                canaryLines(canary, now, lines);
            }
        }
        Rollback rollback = release.rollback();
        if (rollback != null) {
            rollbackLines(rollback, now, lines);
        }
        if (release.detail() != null && !release.detail().isEmpty()) {
            lines.add("  " + release.detail());
        }
        return lines.stream().map(line -> Paint.cut(line, width)).toList();
    }

    private String headline(ReleaseView release, Instant now) {
        String outcome = release.outcome() == null || release.outcome().equals(release.status())
                ? ""
                : ": " + words(release.outcome());
        String status = words(release.status()) + outcome;
        String since = release.requestedAt() == null || release.ended()
                ? ""
                : paint.faint("  " + Quantity.of(Duration.between(release.requestedAt(), now)));
        return paint.strong(text(release.application()) + " " + text(release.version()))
                + (release.type().isEmpty() ? "" : paint.faint(" (" + text(release.type()) + ")"))
                + "  "
                + colour(release.status(), status)
                + since;
    }

    private String stageLine(Stage stage, @Nullable Canary canary, int names, Instant now) {
        int percent = StageProgress.percent(stage, canary);
        int full = BAR * percent / 100;
        String bar = colour(stage.status(), "█".repeat(full)) + paint.faint("░".repeat(BAR - full));
        return "  %s  %s %3d %%  %s%s"
                .formatted(
                        Paint.pad(text(stage.name()), names),
                        bar,
                        percent,
                        colour(stage.status(), words(stage.status())),
                        stageNote(stage, canary, now));
    }

    private String stageNote(Stage stage, @Nullable Canary canary, Instant now) {
        if (stage.status().equals("canary") && canary != null) {
            return " " + canary.weight() + " %";
        }
        if (stage.status().equals("verifying") && stage.soakUntil() != null) {
            return ", soak " + left(stage.soakUntil(), now);
        }
        if (stage.startedAt() != null && stage.endedAt() != null) {
            return paint.faint(" in " + Quantity.of(Duration.between(stage.startedAt(), stage.endedAt())));
        }
        return "";
    }

    private String gateLine(Gate gate, List<Gate> siblings) {
        int names = siblings.stream().mapToInt(g -> g.name().length()).max().orElse(0);
        String why = gate.why().isEmpty() ? words(gate.status()) : text(gate.why());
        return colour(gate.status(), mark(gate.status())) + " " + Paint.pad(text(gate.name()), names) + "  "
                + paint.faint(why);
    }

    private void canaryLines(Canary canary, Instant now, List<String> lines) {
        String hold = canary.holdUntil() == null ? "" : ", hold " + left(canary.holdUntil(), now);
        lines.add("    canary at %d %%, step %d of %d%s%s"
                .formatted(
                        canary.weight(),
                        Math.min(canary.step() + 1, Math.max(1, canary.steps())),
                        Math.max(1, canary.steps()),
                        hold,
                        canary.paused() ? paint.attention(", paused") : ""));
        int names = widest(canary.metrics(), Metric::name);
        int components = widest(canary.metrics(), Metric::component);
        int values = widest(canary.metrics(), metric -> Quantity.of(metric.name(), metric.value()));
        for (Metric metric : canary.metrics()) {
            lines.add("    %s %s  %s  %s%s"
                    .formatted(
                            colour(metric.verdict(), mark(metric.verdict())),
                            Paint.pad(text(metric.name()), names),
                            Paint.pad(text(metric.component()), components),
                            colour(metric.verdict(), Paint.pad(Quantity.of(metric.name(), metric.value()), values)),
                            paint.faint(metricNote(metric))));
        }
    }

    private static String metricNote(Metric metric) {
        boolean told = metric.verdict().equals("healthy") || metric.verdict().equals("no-data");
        return "  " + String.join("  ", facts(metric)) + (told ? "" : "  " + words(metric.verdict()));
    }

    /** What a measurement is to be compared with, and what it is of. */
    static List<String> facts(Metric metric) {
        var facts = new ArrayList<String>();
        if (metric.baseline() != null) {
            facts.add("stable " + Quantity.of(metric.name(), metric.baseline()));
        }
        if (metric.threshold() != null) {
            facts.add(Quantity.threshold(metric.name(), text(metric.threshold())));
        }
        facts.add(metric.samples() + " requests");
        return facts;
    }

    private void rollbackLines(Rollback rollback, Instant now, List<String> lines) {
        String took = rollback.startedAt() == null
                ? ""
                : rollback.endedAt() == null
                        ? ", for " + Quantity.of(Duration.between(rollback.startedAt(), now))
                        : ", took " + Quantity.of(Duration.between(rollback.startedAt(), rollback.endedAt()));
        String to = rollback.to() == null ? "" : " to " + text(rollback.to());
        lines.add("  " + paint.bad("rollback" + to) + " (" + words(rollback.cause()) + took + "): "
                + text(rollback.detail()));
        int names = widest(rollback.components(), Component::name);
        for (Component component : rollback.components()) {
            String state = component.healthy() ? "healthy" : "failed";
            lines.add("    %s %s  %s"
                    .formatted(
                            colour(state, mark(state)),
                            Paint.pad(text(component.name()), names),
                            text(component.version())));
        }
    }

    private String colour(String status, String text) {
        return switch (status) {
            case "passed", "waived", "done", "completed", "healthy" -> paint.good(text);
            case "failed", "expired", "breached", "stopped", "rolling-back", "source-error" -> paint.bad(text);
            case "waiting" -> paint.faint(text);
            default -> paint.attention(text);
        };
    }

    private static String mark(String status) {
        return switch (status) {
            case "passed", "waived", "healthy" -> "✓";
            case "failed", "expired", "breached", "source-error" -> "✗";
            default -> "·";
        };
    }

    private static String left(Instant until, Instant now) {
        return until.isAfter(now) ? Quantity.of(Duration.between(now, until)) + " left" : "over";
    }

    private static <T> int widest(List<T> rows, Function<T, String> column) {
        return rows.stream()
                .mapToInt(row -> Paint.width(column.apply(row)))
                .max()
                .orElse(0);
    }

    static String words(String label) {
        return text(label.replace('-', ' '));
    }

    private static String text(String theirs) {
        return Paint.harmless(theirs);
    }
}
