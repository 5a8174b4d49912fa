package dev.slipway.gate.evidence;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first part of facts' names: the kind of evidence, or the usual word for what such a file says. */
@SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
enum Namespace {
    TESTS("tests", Set.of("tests", "unit-tests", "junit")),
    COVERAGE("coverage", Set.of("coverage", "jacoco", "cobertura")),
    SCAN("scan", Set.of("scan", "security", "security-scan", "sarif"));

    private final String word;
    private final Set<String> kinds;

    Namespace(String word, Set<String> kinds) {
        this.word = word;
        this.kinds = kinds;
    }

    /** {@code tests} for unit tests and where nothing was said; {@code e2e_tests} for the kind e2e-tests. */
    String of(@Nullable String kind) {
        return kind == null || kinds.contains(kind) ? word : identifier(kind);
    }

    /** As a CEL expression can write it: a hyphen there is a minus. */
    static String identifier(String kind) {
        return kind.replace('-', '_');
    }
}
