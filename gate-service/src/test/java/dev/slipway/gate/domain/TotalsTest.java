package dev.slipway.gate.domain;

import static dev.slipway.gate.domain.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.slipway.events.Actor;
import dev.slipway.events.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A part that is green never hides one that is red, in whatever order they come. */
class TotalsTest {
    static final List<Arguments> REPORTS = List.of(
            argumentSet(
                    "tests are added",
                    Map.of("tests.failed", 2L, "tests.total", 12L, "tests.duration", 1.5),
                    List.of(
                            junit("tests", "api", Map.of("tests.failed", 2, "tests.total", 5, "tests.duration", 1.0)),
                            junit(
                                    "tests",
                                    "web",
                                    Map.of("tests.failed", 0, "tests.total", 7L, "tests.duration", 0.5)))),
            argumentSet(
                    "under whatever kind they are reported",
                    Map.of("tests.failed", 2L),
                    List.of(
                            junit("tests", null, Map.of("tests.failed", 2)),
                            junit("unit-tests", null, Map.of("tests.failed", 0)))),
            argumentSet(
                    "another namespace is another thing",
                    Map.of("tests.failed", 2, "e2e_tests.failed", 0),
                    List.of(
                            junit("tests", null, Map.of("tests.failed", 2)),
                            junit("e2e-tests", null, Map.of("e2e_tests.failed", 0)))),
            argumentSet(
                    "coverage is weighted",
                    Map.of(
                            "coverage.line", 0.75,
                            "coverage.line_covered", 300L,
                            "coverage.line_total", 400L,
                            "coverage.branch", 1.0,
                            "coverage.branch_covered", 0L,
                            "coverage.branch_total", 0L),
                    List.of(
                            of("coverage", "jacoco", "api", coverage(0.9, 270, 300)),
                            of("coverage", "cobertura", "web", coverage(0.3, 30, 100)))),
            argumentSet(
                    "of coverage without its weight the lowest counts",
                    Map.of("coverage.line", 0.3, "coverage.branch", 0.5),
                    List.of(
                            of("coverage", "jacoco", "api", coverage(0.9, 270, 300)),
                            of("coverage", "cobertura", "web", Map.of("coverage.line", 0.3, "coverage.branch", 0.5)))),
            argumentSet(
                    "findings are added and their tools listed",
                    Map.of("scan.high", 3L, "scan.tool", "CodeQL"),
                    List.of(
                            of("scan", "sarif", "api", Map.of("scan.high", 1, "scan.tool", "CodeQL")),
                            of("scan", "sarif", "web", Map.of("scan.high", 2, "scan.tool", "CodeQL")))),
            argumentSet(
                    "of events one that ended badly counts",
                    Map.of("testsuite.passed", false, "testsuite.outcome", "failure"),
                    List.of(
                            of(
                                    "testsuite",
                                    "cdevent",
                                    "unit",
                                    Map.of("testsuite.passed", false, "testsuite.outcome", "failure")),
                            of(
                                    "testsuite",
                                    "cdevent",
                                    "smoke",
                                    Map.of("testsuite.passed", true, "testsuite.outcome", "success")))));

    @ParameterizedTest
    @FieldSource("REPORTS")
    void reportsAddUp(Map<String, Object> facts, List<Evidence> reports) {
        List<Evidence> otherWay = new ArrayList<>(reports);
        Collections.reverse(otherWay);

        assertThat(Totals.of(observedOneAfterAnother(reports))).isEqualTo(facts);
        assertThat(Totals.of(observedOneAfterAnother(otherWay))).isEqualTo(facts);
    }

    @Test
    void ofOtherReportsThatNameTheSameTheLaterCounts() {
        List<Evidence> reports = observedOneAfterAnother(List.of(
                of("load", "json", null, Map.of("performance.p95", 120, "performance.rps", 10)),
                of("soak", "json", null, Map.of("performance.p95", 90))));

        assertThat(Totals.of(List.of(reports.getLast(), reports.getFirst())))
                .isEqualTo(Map.of("performance.p95", 90, "performance.rps", 10));
    }

    @Test
    void aPartThatIsReportedAgainReplacesItselfAlone() {
        List<Evidence> reports = observedOneAfterAnother(List.of(
                junit("tests", "api", Map.of("tests.failed", 2)),
                junit("tests", "web", Map.of("tests.failed", 1)),
                junit("tests", "api", Map.of("tests.failed", 0))));

        List<Evidence> kept = reports.get(2).among(reports.subList(0, 2));

        assertThat(Totals.of(kept)).isEqualTo(Map.of("tests.failed", 1L));
    }

    private static Evidence junit(String kind, @Nullable String part, Map<String, Object> facts) {
        return of(kind, "junit", part, facts);
    }

    private static Map<String, Object> coverage(double share, int covered, int total) {
        return Map.of(
                "coverage.line",
                share,
                "coverage.line_covered",
                covered,
                "coverage.line_total",
                total,
                "coverage.branch",
                1.0,
                "coverage.branch_covered",
                0,
                "coverage.branch_total",
                0);
    }

    private static Evidence of(String kind, String format, @Nullable String part, Map<String, Object> facts) {
        return new Evidence(
                kind,
                format,
                part,
                Examples.COMMIT,
                facts,
                new Digest("sha256:" + "a".repeat(64)),
                Actor.ci("ci"),
                NOON);
    }

    private static List<Evidence> observedOneAfterAnother(List<Evidence> reports) {
        Evidence[] later = new Evidence[reports.size()];
        for (int i = 0; i < later.length; i++) {
            Evidence one = reports.get(i);
            later[i] = new Evidence(
                    one.kind(),
                    one.format(),
                    one.part(),
                    one.commit(),
                    one.facts(),
                    one.digest(),
                    one.reportedBy(),
                    NOON.plusSeconds(i));
        }
        return Arrays.asList(later);
    }
}
