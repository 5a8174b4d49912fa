package dev.slipway.gate.pipeline;

import dev.slipway.gate.condition.Spelling;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values for {@code ${name}} and {@code ${name:default}}; {@code $${name}} is left as {@code ${name}}. */
record Variables(Map<String, String> values) {
    private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([A-Za-z0-9_.-]+)(?::([^}]*))?\\}");

    Variables {
        values = Map.copyOf(values);
    }

    String in(String text, Position at, String path, Problems problems) {
        if (!text.contains("${")) {
            return text;
        }
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (reference.find()) {
            reference.appendReplacement(result, Matcher.quoteReplacement(value(reference, at, path, problems)));
        }
        return reference.appendTail(result).toString();
    }

    private String value(Matcher reference, Position at, String path, Problems problems) {
        if (!reference.group(1).isEmpty()) {
            return reference.group().substring(1);
        }
        String name = reference.group(2);
        String fallback = reference.group(3);
        String value = values.get(name);
        if (value == null && fallback == null) {
            String known = Spelling.nearest(name, values.keySet())
                    .map(near -> "; '" + near + "' is set")
                    .orElse("");
            problems.add(
                    at,
                    path,
                    "the variable '" + name + "' is not set" + known,
                    "set it, or write ${" + name + ":default}");
        }
        return value != null ? value : fallback != null ? fallback : "";
    }
}
