package dev.slipway.gate.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One value being read. What is not as asked becomes a problem, and a harmless stand-in is returned so that the rest is
 * read too: a pipeline with problems is never used.
 */
record Value(Yaml yaml, String path, Problems problems) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    void problem(String message, String remedy) {
        problems.add(yaml.at(), path, message, remedy);
    }

    private void wrong(String expected, String example) {
        String found =
                switch (yaml) {
                    case Yaml.Scalar scalar when scalar.is(Yaml.Kind.NULL) -> "nothing";
                    case Yaml.Scalar scalar when scalar.is(Yaml.Kind.TEXT) -> "the text '" + scalar.text() + "'";
                    case Yaml.Scalar scalar -> "'" + scalar.text() + "'";
                    case Yaml.Sequence _ -> "a list";
                    case Yaml.Mapping _ -> "a mapping";
                };
        problem("is " + found + ", not " + expected, "write it like " + example);
    }

    boolean isMapping() {
        return yaml instanceof Yaml.Mapping;
    }

    boolean isText() {
        return yaml instanceof Yaml.Scalar;
    }

    /** Left empty means no member. */
    Fields fields(String example) {
        if (yaml instanceof Yaml.Mapping mapping) {
            return new Fields(mapping, path, problems);
        }
        if (!(yaml instanceof Yaml.Scalar scalar && scalar.is(Yaml.Kind.NULL))) {
            wrong("a mapping", example);
        }
        return new Fields(new Yaml.Mapping(Map.of(), yaml.at()), path, problems);
    }

    /** The members by name, in order; names are checked to be fit for Kubernetes, topics and URLs. */
    Map<String, Value> named(String example) {
        if (!(yaml instanceof Yaml.Mapping mapping)) {
            wrong("a mapping of names", example);
            return Map.of();
        }
        Map<String, Value> values = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            if (!NAME.matcher(name).matches()) {
                problems.add(
                        entry.keyAt(),
                        path + "." + name,
                        "'" + name + "' is no name",
                        "use up to 63 small letters, digits and hyphens");
            }
            values.put(name, new Value(entry.value(), path + "." + name, problems));
        });
        return values;
    }

    List<Value> items(String example) {
        if (!(yaml instanceof Yaml.Sequence sequence)) {
            wrong("a list", example);
            return List.of();
        }
        List<Value> items = new ArrayList<>();
        for (Yaml item : sequence.items()) {
            items.add(new Value(item, path + "[" + items.size() + "]", problems));
        }
        return items;
    }

    List<String> texts(String example) {
        return items(example).stream().map(item -> item.text("text")).toList();
    }

    String text(String example) {
        if (yaml instanceof Yaml.Scalar scalar
                && scalar.is(Yaml.Kind.TEXT)
                && !scalar.text().isBlank()) {
            return scalar.text().strip();
        }
        wrong("a text", example);
        return "?";
    }

    String name(String example) {
        String text = text(example);
        if (!text.equals("?") && !NAME.matcher(text).matches()) {
            wrong("a name of up to 63 small letters, digits and hyphens", example);
        }
        return text;
    }

    int integer(int min, int max, String example) {
        if (yaml instanceof Yaml.Scalar scalar
                && scalar.is(Yaml.Kind.NUMBER)
                && scalar.text().matches("\\d{1,9}")) {
            int value = Integer.parseInt(scalar.text());
            if (value >= min && value <= max) {
                return value;
            }
        }
        wrong("a whole number from " + min + " to " + max, example);
        return min;
    }

    boolean bool() {
        if (yaml instanceof Yaml.Scalar scalar
                && scalar.is(Yaml.Kind.BOOLEAN)
                && scalar.text().matches("true|false")) {
            return scalar.text().equals("true");
        }
        wrong("true or false", "true");
        return false;
    }

    Duration duration(String example) {
        Duration duration = yaml instanceof Yaml.Scalar scalar ? Quantities.duration(scalar.text()) : null;
        if (duration == null) {
            wrong("a duration with its unit (ms, s, m, h, d)", example);
            return Duration.ofSeconds(1);
        }
        return duration;
    }

    Duration positive(String example) {
        Duration duration = duration(example);
        if (duration.isZero()) {
            wrong("a duration of more than zero", example);
            return Duration.ofSeconds(1);
        }
        return duration;
    }

    double share(String example) {
        Double share = yaml instanceof Yaml.Scalar scalar ? Quantities.share(scalar.text()) : null;
        if (share == null) {
            wrong("a percentage, or a share from 0 to 1", example);
            return 0;
        }
        return share;
    }

    /** One of these words, or the first of them where it is another. */
    String oneOf(List<String> words) {
        String word = yaml instanceof Yaml.Scalar scalar ? scalar.text() : "";
        if (words.contains(word)) {
            return word;
        }
        wrong("one of " + String.join(", ", words), words.getFirst());
        return words.getFirst();
    }

    /** A CEL expression that is decided when the release is planned, before there is any evidence. */
    String releaseCondition() {
        String source = condition();
        Conditions.facts(source).stream()
                .findFirst()
                .ifPresent(fact -> problem(
                        "asks for '" + fact + "', which nobody knows when the release is planned",
                        "ask for release.type, release.version or release.application"));
        return source;
    }

    /** A CEL expression: its errors are problems at their place in the file. */
    String condition() {
        String source = text("tests.failed == 0");
        if (yaml instanceof Yaml.Scalar scalar && !source.equals("?")) {
            Conditions.check(scalar, path, problems);
        }
        return source;
    }
}
