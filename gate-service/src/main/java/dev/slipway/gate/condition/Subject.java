package dev.slipway.gate.condition;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a condition is asked of.
 *
 * @param facts by dotted name; a number whose name ends in {@code duration} is seconds, and a duration to the condition
 * @param attributes of the release and the stage, by the names in {@link Attributes}; what is absent is empty
 */
public record Subject(Map<String, Object> facts, Map<String, String> attributes) {
    public Subject {
        facts = Map.copyOf(facts);
        attributes = Map.copyOf(attributes);
        for (String name : attributes.keySet()) {
            if (!Attributes.NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "no attribute '" + name + "': there are " + String.join(", ", Attributes.NAMES));
            }
        }
    }

    /** The facts as CEL addresses them: a map for each part of a name but the last. */
    Map<String, Object> tree() {
        Map<String, Object> root = new HashMap<>();
        facts.forEach((name, value) -> put(root, name, value(name, value)));
        return root;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> into, String name, Object value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            into.merge(name, value, (old, fresh) -> old instanceof Map ? old : fresh);
            return;
        }
        Object inner = into.get(name.substring(0, dot));
        if (!(inner instanceof Map)) {
            inner = new HashMap<String, Object>();
            into.put(name.substring(0, dot), inner);
        }
        put((Map<String, Object>) inner, name.substring(dot + 1), value);
    }

    private static Object value(String name, Object value) {
        return switch (value) {
            case Number seconds
            when name.endsWith(".duration") -> Duration.ofNanos(Math.round(seconds.doubleValue() * 1e9));
            case Integer whole -> whole.longValue();
            case Float decimal -> decimal.doubleValue();
            default -> value;
        };
    }

    static @Nullable Object find(Map<String, Object> tree, FactPath path) {
        Object at = tree;
        for (String part : path.parts()) {
            at = at instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return at;
    }
}
