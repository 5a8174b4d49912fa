package dev.slipway.gate.pipeline;

import dev.slipway.gate.condition.Compilation.Compiled;
import dev.slipway.gate.condition.Compilation.Faulty;
import dev.slipway.gate.condition.Condition;
import java.util.List;

/** Compiles the conditions of a file, to find what is wrong with them before a release does. */
final class Conditions {
    private Conditions() {}

    /** The facts that a condition asks for; none where it is not valid. */
    static List<String> facts(String source) {
        return switch (Condition.compile(source.strip())) {
            case Compiled compiled -> compiled.condition().facts();
            case Faulty _ -> List.of();
        };
    }

    static void check(Yaml.Scalar scalar, String path, Problems problems) {
        String source = scalar.text().strip();
        switch (Condition.compile(source)) {
            case Compiled _ -> {}
            case Faulty faulty ->
                faulty.faults().forEach(fault -> {
                    Position start = scalar.textAt();
                    Position at = fault.line() == 1
                            ? new Position(start.line(), start.column() + fault.column() - 1)
                            : new Position(start.line() + fault.line() - 1, fault.column());
                    problems.add(at, path, "the condition is not valid CEL: " + fault.message(), "in: " + source);
                });
        }
    }
}
