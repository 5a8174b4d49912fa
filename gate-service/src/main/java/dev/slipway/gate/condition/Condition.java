package dev.slipway.gate.condition;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import dev.slipway.gate.condition.Compilation.Compiled;
import dev.slipway.gate.condition.Compilation.Fault;
import dev.slipway.gate.condition.Compilation.Faulty;
import dev.slipway.gate.condition.ConditionResult.DoesNotHold;
import dev.slipway.gate.condition.ConditionResult.Holds;
import dev.slipway.gate.condition.ConditionResult.Unknown;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A compiled CEL expression over facts and the release's attributes. Immutable; any thread may ask it. */
public final class Condition {
    private static final Map<String, Compilation> COMPILED = Collections.synchronizedMap(new Recent());
    private final String source;
    private final List<Clause> clauses;

    private Condition(String source, List<Clause> clauses) {
        this.source = source;
        this.clauses = List.copyOf(clauses);
    }

    /**
     * Compiles, or answers with what the same text came to before: the frozen plan of a release brings its conditions as
     * texts, again with every signal. The first call in a process also makes the CEL environment.
     */
    public static Compilation compile(String source) {
        Compilation known = COMPILED.get(source);
        if (known != null) {
            return known;
        }
        Compilation fresh = compileAnew(source);
        COMPILED.put(source, fresh);
        return fresh;
    }

    private static Compilation compileAnew(String source) {
        CelValidationResult parsed = Cel.PARSER.parse(source);
        if (parsed.hasError()) {
            return faulty(parsed);
        }
        try {
            Names names = Names.of(parsed.getAst().getExpr());
            List<Fault> misspelt = Vocabulary.misspelt(source, names);
            if (!misspelt.isEmpty()) {
                return new Faulty(misspelt);
            }
            CelCompiler compiler = Cel.compiler(roots(names));
            CelValidationResult checked = compiler.compile(source);
            if (checked.hasError()) {
                return faulty(checked);
            }
            return new Compiled(new Condition(source, clauses(source, compiler, checked)));
        } catch (CelValidationException e) {
            throw new IllegalStateException("a condition without errors does not compile: " + source, e);
        }
    }

    private static List<Clause> clauses(String source, CelCompiler compiler, CelValidationResult whole)
            throws CelValidationException {
        List<Clause> clauses = new ArrayList<>();
        for (String part : Conjuncts.of(source)) {
            CelValidationResult checked = compiler.compile(part);
            if (checked.hasError()) { // taken apart at the wrong place: then it is asked as one
                return List.of(Clause.of(source, whole.getAst()));
            }
            clauses.add(Clause.of(part, checked.getAst()));
        }
        return clauses;
    }

    private static Set<String> roots(Names names) {
        Set<String> roots = new TreeSet<>();
        names.used().forEach(path -> roots.add(path.root()));
        names.presence().forEach(path -> roots.add(path.root()));
        roots.removeIf(Attributes::isRoot);
        return roots;
    }

    private static Faulty faulty(CelValidationResult result) {
        return new Faulty(result.getErrors().stream().map(Condition::fault).toList());
    }

    private static Fault fault(CelIssue issue) {
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(1, issue.getSourceLocation().getColumn() + 1);
        return new Fault(line, column, issue.getMessage());
    }

    /** Asks. One part that does not hold decides, whatever else is missing. */
    public ConditionResult evaluate(Subject subject) {
        Map<String, Object> tree = subject.tree();
        List<ConditionResult> results = clauses.stream()
                .map(clause -> clause.evaluate(tree, subject.attributes()))
                .toList();
        String refused = results.stream()
                .flatMap(result -> result instanceof DoesNotHold no ? List.of(no.explanation()).stream() : null)
                .collect(Collectors.joining("; "));
        if (!refused.isEmpty()) {
            return new DoesNotHold(refused);
        }
        Set<String> missing = new TreeSet<>();
        results.forEach(result -> {
            if (result instanceof Unknown unknown) {
                missing.addAll(unknown.missing());
            }
        });
        if (!missing.isEmpty()) {
            return new Unknown(List.copyOf(missing));
        }
        return new Holds(results.stream()
                .map(result -> result instanceof Holds holds ? holds.explanation() : "")
                .filter(explanation -> !explanation.isEmpty())
                .distinct()
                .collect(Collectors.joining(", ")));
    }

    /** The names of the facts that it asks for, sorted. */
    public List<String> facts() {
        Set<String> facts = new TreeSet<>();
        clauses.forEach(clause -> {
            clause.names().used().forEach(path -> facts.add(path.toString()));
            clause.names().presence().forEach(path -> facts.add(path.toString()));
        });
        facts.removeAll(Attributes.NAMES);
        return List.copyOf(facts);
    }

    public String source() {
        return source;
    }

    @Override
    public String toString() {
        return source;
    }

    /** The last used ones: more than the pipelines of a large installation have. */
    private static final class Recent extends LinkedHashMap<String, Compilation> {
        private static final int MAX = 1_000;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Compilation> eldest) {
            return size() > MAX;
        }
    }
}
