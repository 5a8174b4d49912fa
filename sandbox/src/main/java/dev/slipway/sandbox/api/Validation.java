package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the API server refuses, with the field and the reason that the real one gives. */
final class Validation {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final int MAX_NAME = 253;

    private final List<StatusException.Cause> causes = new ArrayList<>();

    private Validation() {}

    static void check(ObjectKey key, ObjectNode object, @Nullable ObjectNode before) {
        Validation validation = new Validation();
        validation.object(key, object);
        if (before != null) {
            validation.immutable(key, object, before);
        }
        if (!validation.causes.isEmpty()) {
            throw StatusException.invalid(key, validation.causes);
        }
    }

    private void object(ObjectKey key, ObjectNode object) {
        if (!NAME.matcher(key.name()).matches() || key.name().length() > MAX_NAME) {
            invalid(
                    "metadata.name",
                    key.name(),
                    "a lowercase RFC 1123 subdomain must consist of lower case "
                            + "alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character");
        }
        JsonNode spec = object.path("spec");
        switch (key.type().kind()) {
            case "Deployment", "ReplicaSet" -> {
                notNegative("spec.replicas", spec.path("replicas"));
                selector(spec);
                podSpec("spec.template.spec", spec.path("template").path("spec"));
            }
            case "Job" -> podSpec("spec.template.spec", spec.path("template").path("spec"));
            case "Pod" -> podSpec("spec", spec);
            case "Service" -> {
                if (spec.path("ports").isEmpty()
                        && !Json.text(spec, "clusterIP").equals("None")) {
                    required("spec.ports");
                }
            }
            case "HTTPRoute" -> routeWeights(spec);
            default -> {}
        }
    }

    private void immutable(ObjectKey key, ObjectNode object, ObjectNode before) {
        JsonNode selector = object.path("spec").path("selector");
        boolean fixed = key.type().group().equals("apps");
        if (fixed && !selector.equals(before.path("spec").path("selector"))) {
            invalid("spec.selector", selector.toString(), "field is immutable");
        }
    }

    private void selector(JsonNode spec) {
        JsonNode labels = spec.path("selector").path("matchLabels");
        if (labels.isEmpty() && spec.path("selector").path("matchExpressions").isEmpty()) {
            required("spec.selector");
        }
        JsonNode templateLabels = spec.path("template").path("metadata").path("labels");
        for (var label : labels.properties()) {
            if (!label.getValue().equals(templateLabels.get(label.getKey()))) {
                invalid(
                        "spec.template.metadata.labels",
                        templateLabels.toString(),
                        "`selector` does not match template `labels`");
            }
        }
    }

    private void podSpec(String at, JsonNode spec) {
        if (spec.path("containers").isEmpty()) {
            required(at + ".containers");
        }
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode container : spec.path("containers")) {
            String field = "%s.containers[%d]".formatted(at, index++);
            String name = Json.text(container, "name");
            if (name.isEmpty()) {
                required(field + ".name");
            } else if (!names.add(name)) {
                causes.add(new StatusException.Cause(
                        "FieldValueDuplicate", "Duplicate value: \"%s\"".formatted(name), field + ".name"));
            }
            if (Json.text(container, "image").isEmpty()) {
                required(field + ".image");
            }
        }
    }

    private void routeWeights(JsonNode spec) {
        int r = 0;
        for (JsonNode rule : spec.path("rules")) {
            int b = 0;
            for (JsonNode backend : rule.path("backendRefs")) {
                notNegative("spec.rules[%d].backendRefs[%d].weight".formatted(r, b++), backend.path("weight"));
            }
            r++;
        }
    }

    private void notNegative(String field, JsonNode value) {
        if (value.asLong(0) < 0) {
            invalid(field, value.toString(), "must be greater than or equal to 0");
        }
    }

    private void required(String field) {
        causes.add(new StatusException.Cause("FieldValueRequired", "Required value", field));
    }

    private void invalid(String field, String value, String why) {
        causes.add(new StatusException.Cause(
                "FieldValueInvalid", "Invalid value: \"%s\": %s".formatted(value, why), field));
    }
}
