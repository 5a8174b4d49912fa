package dev.slipway.gate.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document with the place of each part. */
sealed interface Yaml {
    Position at();

    /** @param textAt where the first character of the text itself is */
    record Scalar(String text, Kind kind, Position at, Position textAt) implements Yaml {
        boolean is(Kind wanted) {
            return kind == wanted || (kind == Kind.SUBSTITUTED && wanted != Kind.NULL);
        }
    }

    /** What a scalar is by the way it is written. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL,
        /** A variable's value: whatever it can be read as. */
        SUBSTITUTED
    }

    record Sequence(List<Yaml> items, Position at) implements Yaml {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Mapping(Map<String, Entry> entries, Position at) implements Yaml {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    record Entry(Position keyAt, Yaml value) {}
}
