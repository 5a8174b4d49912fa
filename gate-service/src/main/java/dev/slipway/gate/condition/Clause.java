package dev.slipway.gate.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelAttributePattern;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.UnknownContext;
import dev.slipway.gate.condition.ConditionResult.DoesNotHold;
import dev.slipway.gate.condition.ConditionResult.Holds;
import dev.slipway.gate.condition.ConditionResult.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of the parts that a condition joins with {@code &&}. */
record Clause(String source, CelRuntime.Program program, Names names) {
    static Clause of(String source, CelAbstractSyntaxTree ast) {
        try {
            Names names = Names.of(Cel.PARSER.parse(source).getAst().getExpr());
            return new Clause(source, Cel.RUNTIME.createProgram(ast), names);
        } catch (Exception e) {
            throw new IllegalStateException("a condition that compiles cannot be planned: " + source, e);
        }
    }

    ConditionResult evaluate(Map<String, Object> facts, Map<String, String> attributes) {
        SortedSet<FactPath> missing = missing(facts);
        List<CelAttributePattern> unknown =
                missing.stream().map(Clause::pattern).toList();
        try {
            Object result =
                    program.advanceEvaluation(UnknownContext.create(name -> find(name, facts, attributes), unknown));
            return switch (result) {
                case CelUnknownSet depends -> unknown(depends, missing);
                case Boolean holds when holds -> new Holds(values(facts, attributes));
                case Boolean _ -> new DoesNotHold(explained(facts, attributes, ", asked: " + source));
                default ->
                    new DoesNotHold(explained(facts, attributes, ", which is neither true nor false: " + source));
            };
        } catch (CelEvaluationException e) {
            // has(a.b) || a.b.c > 1: the expression itself looked whether it is there, and went on into what is not
            return missing.isEmpty()
                    ? new DoesNotHold(
                            explained(facts, attributes, ", cannot be decided (" + e.getMessage() + "): " + source))
                    : new Unknown(missing.stream().map(FactPath::toString).toList());
        }
    }

    private SortedSet<FactPath> missing(Map<String, Object> facts) {
        SortedSet<FactPath> missing = new TreeSet<>();
        for (FactPath path : names.used()) {
            if (!Attributes.isRoot(path.root())
                    && !names.presence().contains(path)
                    && Subject.find(facts, path) == null) {
                missing.add(path);
            }
        }
        return missing;
    }

    private static CelAttributePattern pattern(FactPath path) {
        CelAttributePattern pattern = CelAttributePattern.create(path.root());
        for (String part : path.parts().subList(1, path.parts().size())) {
            pattern = pattern.qualify(CelAttribute.Qualifier.ofString(part));
        }
        return pattern;
    }

    private static Optional<Object> find(String name, Map<String, Object> facts, Map<String, String> attributes) {
        return Attributes.NAMES.contains(name)
                ? Optional.of(attributes.getOrDefault(name, ""))
                : Optional.of(facts.getOrDefault(name, Map.of()));
    }

    /** Only what the result depends on: in {@code release.type == 'hotfix' || tests.failed == 0} it may be nothing. */
    private static Unknown unknown(CelUnknownSet depends, SortedSet<FactPath> missing) {
        List<String> names = depends.attributes().stream()
                .map(Clause::name)
                .distinct()
                .sorted()
                .toList();
        return new Unknown(
                names.isEmpty() ? missing.stream().map(FactPath::toString).toList() : names);
    }

    private static String name(CelAttribute attribute) {
        return attribute.qualifiers().stream()
                .map(qualifier -> qualifier.kind() == CelAttribute.Qualifier.Kind.AS_STRING
                        ? qualifier.asString()
                        : qualifier.toIndexFormat())
                .collect(Collectors.joining("."));
    }

    private String explained(Map<String, Object> facts, Map<String, String> attributes, String rest) {
        String values = values(facts, attributes);
        return values.isEmpty() ? rest.substring(2) : values + rest;
    }

    /** {@code coverage.line 0.74, release.type minor}. */
    private String values(Map<String, Object> facts, Map<String, String> attributes) {
        return Stream.concat(names.used().stream(), names.presence().stream())
                .distinct()
                .map(path -> path + " " + shown(path, facts, attributes))
                .collect(Collectors.joining(", "));
    }

    private static String shown(FactPath path, Map<String, Object> facts, Map<String, String> attributes) {
        Object value = Attributes.isRoot(path.root())
                ? attributes.getOrDefault(path.toString(), "")
                : Subject.find(facts, path);
        return switch (value) {
            case null -> "missing";
            case Duration duration -> duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
            case String text -> "'" + text + "'";
            default -> value.toString();
        };
    }
}
