package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which objects a list or a watch is about. */
public final class Selector {
    public static final Selector ALL = new Selector(_ -> true);

    private static final Pattern IN = Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
    private static final Pattern COMPARISON = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*(\\S*)");
    private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

    private final Predicate<ObjectNode> predicate;

    private Selector(Predicate<ObjectNode> predicate) {
        this.predicate = predicate;
    }

    static Selector parse(String labels, String fields) {
        List<Predicate<ObjectNode>> all = new ArrayList<>();
        for (String term : terms(labels)) {
            all.add(label(term));
        }
        for (String term : terms(fields)) {
            all.add(field(term));
        }
        return new Selector(object -> all.stream().allMatch(p -> p.test(object)));
    }

    public static Selector labels(Map<String, String> labels) {
        return new Selector(object -> labels.entrySet().stream()
                .allMatch(e ->
                        labelOf(object, e.getKey()).filter(e.getValue()::equals).isPresent()));
    }

    boolean matches(ObjectNode object) {
        return predicate.test(object);
    }

    private static List<String> terms(String expression) {
        return expression.isBlank()
                ? List.of()
                : COMMA_OUTSIDE_PARENTHESES
                        .splitAsStream(expression)
                        .map(String::trim)
                        .toList();
    }

    private static Predicate<ObjectNode> label(String term) {
        Matcher in = IN.matcher(term);
        if (in.matches()) {
            Set<String> values = Set.of(in.group(3).trim().split("\\s*,\\s*"));
            boolean wanted = in.group(2).equals("in");
            return object ->
                    labelOf(object, in.group(1)).filter(values::contains).isPresent() == wanted;
        }
        Matcher comparison = COMPARISON.matcher(term);
        if (comparison.matches()) {
            boolean wanted = !comparison.group(2).equals("!=");
            return object -> labelOf(object, comparison.group(1))
                            .filter(comparison.group(3)::equals)
                            .isPresent()
                    == wanted;
        }
        if (term.startsWith("!")) {
            return object -> labelOf(object, term.substring(1).trim()).isEmpty();
        }
        if (term.contains(" ") || term.contains("(")) {
            throw StatusException.badRequest("unable to parse requirement: " + term);
        }
        return object -> labelOf(object, term).isPresent();
    }

    private static Predicate<ObjectNode> field(String term) {
        Matcher comparison = COMPARISON.matcher(term);
        if (!comparison.matches()) {
            throw StatusException.badRequest("unable to parse field selector: " + term);
        }
        String pointer = "/" + comparison.group(1).replace('.', '/');
        boolean wanted = !comparison.group(2).equals("!=");
        return object -> object.at(pointer).asText("").equals(comparison.group(3)) == wanted;
    }

    private static Optional<String> labelOf(ObjectNode object, String name) {
        JsonNode value = object.path("metadata").path("labels").get(name);
        return value == null ? Optional.empty() : Optional.of(value.asText());
    }
}
