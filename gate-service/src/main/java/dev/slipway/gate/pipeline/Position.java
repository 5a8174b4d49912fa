package dev.slipway.gate.pipeline;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/** A place in a file, from 1. */
record Position(int line, int column) {
    static final Position START = new Position(1, 1);

    static Position of(@Nullable Mark mark) {
        return mark == null ? START : new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
