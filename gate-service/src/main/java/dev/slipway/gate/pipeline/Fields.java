package dev.slipway.gate.pipeline;

import dev.slipway.gate.condition.Spelling;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of a mapping, of which each must be asked for before it is closed: what nobody asked for is unknown. */
final class Fields implements AutoCloseable {
    private final Yaml.Mapping mapping;
    private final String path;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    Fields(Yaml.Mapping mapping, String path, Problems problems) {
        this.mapping = mapping;
        this.path = path;
        this.problems = problems;
    }

    @Nullable
    Value find(String key) {
        asked.add(key);
        Yaml.Entry entry = mapping.entries().get(key);
        return entry == null ? null : new Value(entry.value(), inner(key), problems);
    }

    boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /** What is read from the member, or the fallback where there is none. */
    <T extends @Nullable Object> T optional(String key, T fallback, Function<Value, ? extends T> read) {
        Value value = find(key);
        return value == null ? fallback : read.apply(value);
    }

    /** What is read from the member; where there is none that is a problem, and the stand-in is returned. */
    <T> T required(String key, String example, T standIn, Function<Value, ? extends T> read) {
        Value value = find(key);
        if (value == null) {
            problem("'" + key + "' is missing", "add it, like " + key + ": " + example);
            return standIn;
        }
        return read.apply(value);
    }

    void problem(String message, String remedy) {
        problems.add(mapping.at(), path, message, remedy);
    }

    private String inner(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    @Override
    public void close() {
        for (Map.Entry<String, Yaml.Entry> entry : mapping.entries().entrySet()) {
            String key = entry.getKey();
            if (!asked.contains(key)) {
                String remedy = Spelling.nearest(key, asked)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("known here: " + String.join(", ", asked));
                problems.add(entry.getValue().keyAt(), inner(key), "unknown key '" + key + "'", remedy);
            }
        }
    }
}
