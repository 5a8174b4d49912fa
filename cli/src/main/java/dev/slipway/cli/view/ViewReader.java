package dev.slipway.cli.view;

import dev.slipway.cli.view.ReleaseView.Canary;
import dev.slipway.cli.view.ReleaseView.Component;
import dev.slipway.cli.view.ReleaseView.Gate;
import dev.slipway.cli.view.ReleaseView.Metric;
import dev.slipway.cli.view.ReleaseView.Rollback;
import dev.slipway.cli.view.ReleaseView.Stage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a release view. Field by field, because reflection over records would cost the command its quick start. */
final class ViewReader {
    private ViewReader() {}

    static ReleaseView release(JsonNode node) {
        String id = text(node, "id");
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the answer is not a release: it has no 'id'");
        }
        return new ReleaseView(
                id,
                text(node, "application"),
                text(node, "version"),
                text(node, "type"),
                text(node, "commit"),
                text(node, "requestedBy"),
                time(node, "requestedAt"),
                text(node, "status"),
                optional(node, "stage"),
                list(node, "stages", ViewReader::stage),
                one(node, "canary", ViewReader::canary),
                one(node, "rollback", ViewReader::rollback),
                optional(node, "outcome"),
                optional(node, "detail"));
    }

    private static Stage stage(JsonNode node) {
        return new Stage(
                text(node, "name"),
                optional(node, "environment"),
                text(node, "status"),
                time(node, "startedAt"),
                time(node, "endedAt"),
                list(node, "gates", ViewReader::gate),
                time(node, "soakUntil"));
    }

    private static Gate gate(JsonNode node) {
        return new Gate(text(node, "name"), text(node, "phase"), text(node, "status"), text(node, "why"));
    }

    private static Canary canary(JsonNode node) {
        JsonNode steps = node.path("steps");
        return new Canary(
                node.path("weight").asInt(0),
                node.path("step").asInt(0),
                steps.isArray() ? steps.size() : steps.asInt(0),
                time(node, "holdUntil"),
                paused(node.path("paused")),
                list(node, "metrics", ViewReader::metric));
    }

    private static boolean paused(JsonNode node) {
        return node.isBoolean() ? node.booleanValue() : !node.isMissingNode() && !node.isNull();
    }

    private static Metric metric(JsonNode node) {
        return new Metric(
                text(node, "metric"),
                text(node, "component"),
                number(node, "value"),
                number(node, "baseline"),
                optional(node, "threshold"),
                node.path("samples").asLong(0),
                text(node, "verdict"));
    }

    private static Rollback rollback(JsonNode node) {
        return new Rollback(
                text(node, "cause"),
                text(node, "detail"),
                optional(node, "to"),
                time(node, "startedAt"),
                time(node, "endedAt"),
                list(node, "components", ViewReader::component));
    }

    private static Component component(JsonNode node) {
        return new Component(
                text(node, "component"),
                text(node, "version"),
                node.path("healthy").asBoolean(false));
    }

    private static <T> List<T> list(JsonNode node, String field, Function<JsonNode, T> reader) {
        return node.path(field).valueStream().map(reader).toList();
    }

    private static <T> @Nullable T one(JsonNode node, String field, Function<JsonNode, T> reader) {
        JsonNode value = node.path(field);
        return value.isObject() ? reader.apply(value) : null;
    }

    private static String text(JsonNode node, String field) {
        String text = optional(node, field);
        return text == null ? "" : text;
    }

    private static @Nullable String optional(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? value.asString() : null;
    }

    private static @Nullable Double number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNumber() ? (Double) value.doubleValue() : null;
    }

    private static @Nullable Instant time(JsonNode node, String field) {
        String text = optional(node, field);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("the answer's %s '%s' is not a time".formatted(field, text), e);
        }
    }
}
