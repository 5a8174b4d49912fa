package dev.slipway.gate.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipway.gate.condition.Compilation.Compiled;
import dev.slipway.gate.condition.Compilation.Fault;
import dev.slipway.gate.condition.Compilation.Faulty;
import dev.slipway.gate.condition.ConditionResult.DoesNotHold;
import dev.slipway.gate.condition.ConditionResult.Holds;
import dev.slipway.gate.condition.ConditionResult.Unknown;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionTest {
    private static final Map<String, Object> FACTS = Map.ofEntries(
            Map.entry("tests.total", 120L),
            Map.entry("tests.failed", 0L),
            Map.entry("tests.duration", 990.5),
            Map.entry("coverage.line", 0.74),
            Map.entry("coverage.branch", 1.0),
            Map.entry("scan.critical", 0L),
            Map.entry("scan.high", 2),
            Map.entry("scan.tool", "Trivy"),
            Map.entry("review.approved", true),
            Map.entry("model.churn.f1", 0.91),
            Map.entry("model.p99-ms", 12.5f));
    private static final Map<String, String> RELEASE =
            Map.of(Attributes.TYPE, "minor", Attributes.VERSION, "v1.2.0", Attributes.STAGE, "production");

    static Arguments[] holding() {
        return new Arguments[] {
            arguments("tests.failed == 0", "tests.failed 0"),
            arguments("tests.failed == 0 && review.approved", "tests.failed 0, review.approved true"),
            arguments("coverage.branch >= 1", "coverage.branch 1.0"),
            arguments("scan.high <= 2.5", "scan.high 2"),
            arguments("tests.duration <= duration('17m')", "tests.duration 16m30.5s"),
            arguments("model.churn.f1 > 0.9", "model.churn.f1 0.91"),
            arguments("model['p99-ms'] < 20", "model.p99-ms 12.5"),
            arguments("release.type in ['minor', 'major']", "release.type 'minor'"),
            arguments("stage.name == 'production'", "stage.name 'production'"),
            arguments("stage.environment == ''", "stage.environment ''"),
            arguments("scan.tool.startsWith('Tri')", "scan.tool 'Trivy'"),
            arguments("!has(incident.open) || incident.open == 0", "incident.open missing"),
            arguments("has(tests.total)", "tests.total 120"),
            arguments("release.type != 'hotfix' || soak.done", "release.type 'minor', soak.done missing"),
            arguments("[1, 2].exists(n, n == 2)", ""),
            arguments("scan.tool == 'a && b' || true", "scan.tool 'Trivy'"),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("holding")
    void holds(String condition, String explanation) {
        assertThat(evaluate(condition)).isEqualTo(new Holds(explanation));
    }

    static Arguments[] notHolding() {
        return new Arguments[] {
            arguments("coverage.line >= 0.80", "coverage.line 0.74, asked: coverage.line >= 0.80"),
            arguments(
                    "tests.failed == 0 && coverage.line >= 0.80 && scan.high == 0",
                    "coverage.line 0.74, asked: coverage.line >= 0.80; scan.high 2, asked: scan.high == 0"),
            arguments(
                    "tests.duration <= duration('15m')",
                    "tests.duration 16m30.5s, asked: tests.duration <= duration('15m')"),
            arguments("scan.tool == 'x && y'", "scan.tool 'Trivy', asked: scan.tool == 'x && y'"),
            arguments("scan.tool == 'x\\' && y'", "scan.tool 'Trivy', asked: scan.tool == 'x\\' && y'"),
            arguments(
                    "scan.tool == \"\"\"x\" && y\"\"\"", "scan.tool 'Trivy', asked: scan.tool == \"\"\"x\" && y\"\"\""),
            arguments(
                    "(coverage.line > 0.9 && tests.failed == 0)",
                    "coverage.line 0.74, tests.failed 0, asked: (coverage.line > 0.9 && tests.failed == 0)"),
            arguments(
                    "coverage.line > 0.9 || release.type == 'patch'",
                    "coverage.line 0.74, release.type 'minor', asked: coverage.line > 0.9 || release.type == 'patch'"),
            arguments("coverage.line >= 0.8 && smoke.passed", "coverage.line 0.74, asked: coverage.line >= 0.8"),
            arguments("1 > 2", "asked: 1 > 2"),
            arguments("scan.tool", "scan.tool 'Trivy', which is neither true nor false: scan.tool"),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notHolding")
    void doesNotHoldAndShowsTheValues(String condition, String explanation) {
        assertThat(evaluate(condition)).isEqualTo(new DoesNotHold(explanation));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("undecidable")
    void whatCannotBeDecidedDoesNotHold(String condition) {
        assertThat(evaluate(condition))
                .isInstanceOfSatisfying(
                        DoesNotHold.class, no -> assertThat(no.explanation()).contains("cannot be decided", condition));
    }

    static String[] undecidable() {
        return new String[] {"scan.tool < 3", "tests.total / tests.failed > 1"};
    }

    static Arguments[] unknown() {
        return new Arguments[] {
            arguments("e2e_tests.failed == 0", List.of("e2e_tests.failed")),
            arguments("smoke.b == 1 && smoke.a == 1 && tests.failed == 0", List.of("smoke.a", "smoke.b")),
            arguments("tests.skipped == 0", List.of("tests.skipped")),
            arguments("tests.failed == 0 && (smoke.passed || load.passed)", List.of("load.passed", "smoke.passed")),
            arguments("release.type == 'hotfix' || soak.done", List.of("soak.done")),
            arguments("smoke.passed ? true : load.passed", List.of("smoke.passed")),
            arguments("model['churn-v2'].f1 > 0.9", List.of("model.churn-v2.f1")),
            arguments("tests.total.inner == 1", List.of("tests.total.inner")),
            arguments("size(perf.name) > 3", List.of("perf.name")),
            arguments("checks.exists(c, c == 'x')", List.of("checks")),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknown")
    void namesTheEvidenceThatIsMissing(String condition, List<String> missing) {
        assertThat(evaluate(condition)).isEqualTo(new Unknown(missing));
    }

    @Test
    void explainsWhatIsMissing() {
        assertThat(new Unknown(List.of("a.b")).explanation()).isEqualTo("evidence a.b is missing");
        assertThat(new Unknown(List.of("a.b", "c.d")).explanation()).isEqualTo("evidence is missing: a.b, c.d");
    }

    static Arguments[] faulty() {
        return new Arguments[] {
            arguments("tests.failed ==", 1, 16, "mismatched input"),
            arguments("tests.failed == 0 &&\n release.tpye == 'x'", 2, 2, "undeclared reference to 'release'"),
            arguments("release.type == 1", 1, 14, "found no matching overload for '_==_'"),
            arguments("1 + 2", 1, 3, "expected type 'bool' but found 'int'"),
            arguments("size(1, 2) == 1", 1, 5, "found no matching overload for 'size'"),
            arguments("unknown(tests.failed)", 1, 8, "undeclared reference to 'unknown'"),
            arguments("covrage.line > 0.8", 1, 1, "did you mean 'coverage.line'?"),
            arguments("tests.total > 0 &&\n  tests.faild == 0", 2, 9, "did you mean 'tests.failed'?"),
            arguments("has(scan.criticl)", 1, 10, "did you mean 'scan.critical'?"),
            arguments("(".repeat(200) + "true" + ")".repeat(200), 1, 1, ""),
            arguments("tests.failed == 0 || ".repeat(300) + "true", 1, 1, "exceeds limit"),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faulty")
    void anErrorHasItsPlace(String condition, int line, int column, String message) {
        assertThat(Condition.compile(condition)).isInstanceOfSatisfying(Faulty.class, faulty -> {
            Fault first = faulty.faults().getFirst();
            assertThat(first.message()).contains(message);
            assertThat(List.of(first.line(), first.column())).isEqualTo(List.of(line, column));
        });
    }

    @Test
    void tellsWhichFactsItAsksFor() {
        assertThat(compile("release.type == 'x' || tests.failed == 0 && has(scan.high)")
                        .facts())
                .containsExactly("scan.high", "tests.failed");
    }

    @Test
    void aSubjectHasOnlyKnownAttributes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Subject(Map.of(), Map.of("release.colour", "red")))
                .withMessageContaining("release.colour")
                .withMessageContaining("release.type");
    }

    private static ConditionResult evaluate(String condition) {
        return compile(condition).evaluate(new Subject(FACTS, RELEASE));
    }

    private static Condition compile(String condition) {
        return switch (Condition.compile(condition)) {
            case Compiled compiled -> compiled.condition();
            case Faulty faulty -> throw new AssertionError(condition + ": " + faulty.faults());
        };
    }
}
