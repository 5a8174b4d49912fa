package dev.slipway.gate.condition;

import java.util.List;
import java.util.stream.Stream;

/** A fact's name in its parts. */
record FactPath(List<String> parts) implements Comparable<FactPath> {
    FactPath {
        parts = List.copyOf(parts);
    }

    String root() {
        return parts.getFirst();
    }

    FactPath then(String part) {
        return new FactPath(Stream.concat(parts.stream(), Stream.of(part)).toList());
    }

    @Override
    public int compareTo(FactPath other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
