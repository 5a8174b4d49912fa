package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.EvidenceResult.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** An object of scalars, objects inside it by dotted names. A null states nothing. */
final class PlainJson {
    /** First names that are already somebody's: {@code {"coverage": {"line": 0.9}}} of kind ci stays coverage.line. */
    private static final Set<String> NAMESPACES =
            Set.of("tests", "coverage", "scan", "secrets", "lint", "api", "accuracy", "performance", "model");

    private final JsonParser json;
    private final @Nullable String namespace;
    private final EvidenceLimits limits;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private int texts;

    PlainJson(JsonParser json, @Nullable String kind, EvidenceLimits limits) {
        this.json = json;
        this.namespace = kind == null ? null : Namespace.identifier(kind);
        this.limits = limits;
    }

    /** The parser stands on the value of a member of the outermost object. */
    void value(String name) {
        switch (json.currentToken()) {
            case START_OBJECT -> {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String inner = name + "." + json.currentName();
                    json.nextToken();
                    value(inner);
                }
            }
            case START_ARRAY ->
                throw new Unreadable(
                        Reason.NOT_EXPECTED,
                        JsonReports.at(json) + "\"" + Shortened.of(name)
                                + "\" is a list: expected texts, numbers, booleans and objects of these");
            default -> scalar(name);
        }
    }

    void scalar(String name) {
        JsonToken token = json.currentToken();
        Object value =
                switch (token) {
                    case VALUE_STRING -> text(name);
                    case VALUE_NUMBER_INT -> whole(name);
                    case VALUE_NUMBER_FLOAT -> decimal(name);
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    case VALUE_NULL -> null;
                    default ->
                        throw new Unreadable(
                                Reason.NOT_WELL_FORMED,
                                JsonReports.at(json) + "a " + JsonReports.word(token) + " where a value is expected");
                };
        if (value != null && facts.put(name, value) != null) {
            throw new Unreadable(
                    Reason.NOT_EXPECTED, JsonReports.at(json) + "\"" + Shortened.of(name) + "\" is stated twice");
        }
        if (facts.size() > limits.maxFacts()) {
            throw new Unreadable(
                    Reason.TOO_LARGE,
                    JsonReports.at(json) + "more than " + limits.maxFacts()
                            + " facts: report what a gate asks about, not a document");
        }
        texts += name.length() + (value instanceof String text ? text.length() : 0);
        if (texts > limits.maxTexts()) {
            throw new Unreadable(
                    Reason.TOO_LARGE,
                    JsonReports.at(json) + "facts of more than " + limits.maxTexts()
                            + " characters: report what a gate asks about, not a document");
        }
    }

    private String text(String name) {
        if (json.getStringLength() > limits.maxText()) {
            throw new Unreadable(
                    Reason.TOO_LARGE,
                    JsonReports.at(json) + "\"" + Shortened.of(name) + "\" has " + json.getStringLength()
                            + " characters: a fact has at most " + limits.maxText());
        }
        return json.getString();
    }

    private Object whole(String name) {
        return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? decimal(name) : (Object) json.getLongValue();
    }

    private Double decimal(String name) {
        double value = json.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new Unreadable(
                    Reason.NOT_EXPECTED,
                    JsonReports.at(json) + "\"" + Shortened.of(name) + "\" is " + Shortened.of(json.getString())
                            + ": expected a number that fits into 64 bits");
        }
        return value;
    }

    Facts facts() {
        Map<String, Object> named = new LinkedHashMap<>();
        facts.forEach((name, value) -> named.put(inNamespace(name), value));
        return new Facts(named);
    }

    private String inNamespace(String name) {
        int dot = name.indexOf('.');
        String first = dot < 0 ? "" : name.substring(0, dot);
        if (NAMESPACES.contains(first) || first.equals(namespace)) {
            return name;
        }
        if (namespace != null) {
            return namespace + "." + name;
        }
        if (dot > 0) {
            return name;
        }
        throw new Unreadable(
                Reason.NOT_EXPECTED,
                "\"" + Shortened.of(name)
                        + "\" says nothing of what it is about: give the evidence a kind (e2e-tests makes it"
                        + " e2e_tests." + Shortened.of(name) + ") or put it into an object");
    }
}
