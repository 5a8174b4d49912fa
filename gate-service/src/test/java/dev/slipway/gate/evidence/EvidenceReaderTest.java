package dev.slipway.gate.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipway.gate.evidence.EvidenceResult.Read;
import dev.slipway.gate.evidence.EvidenceResult.Reason;
import dev.slipway.gate.evidence.EvidenceResult.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceReaderTest {
    private static final EvidenceReader READER = new EvidenceReader(EvidenceLimits.DEFAULT);

    static Arguments[] reports() {
        return new Arguments[] {
            arguments("surefire.xml", null, EvidenceFormat.JUNIT, tests("tests", 5, 2, 1, 1, 1, 1234.5)),
            arguments("surefire.xml", "unit-tests", EvidenceFormat.JUNIT, tests("tests", 5, 2, 1, 1, 1, 1234.5)),
            arguments("pytest.xml", null, EvidenceFormat.JUNIT, tests("tests", 3, 2, 0, 0, 1, 0.042)),
            arguments("nested.xml", "e2e-tests", EvidenceFormat.JUNIT, tests("e2e_tests", 4, 3, 1, 0, 0, 5.0)),
            arguments("totals-only.xml", null, EvidenceFormat.JUNIT, tests("tests", 12, 10, 2, 0, 0, 61.5)),
            arguments("broken-suite.xml", null, EvidenceFormat.JUNIT, tests("tests", 1, 0, 0, 1, 0, 0.0)),
            arguments("jacoco.xml", null, EvidenceFormat.JACOCO, coverage("coverage", 83, 100, 70, 100)),
            arguments(
                    "jacoco-no-branches.xml",
                    "e2e_coverage",
                    EvidenceFormat.JACOCO,
                    coverage("e2e_coverage", 3, 4, 0, 0)),
            arguments("cobertura.xml", "coverage", EvidenceFormat.COBERTURA, coverage("coverage", 6, 8, 0, 0)),
            arguments(
                    "cobertura-rates.xml",
                    null,
                    EvidenceFormat.COBERTURA,
                    Map.of("coverage.line", 0.8125, "coverage.branch", 0.5)),
            arguments("codeql.sarif", null, EvidenceFormat.SARIF, scan("scan", 1, 2, 0, 0, "CodeQL")),
            arguments("trivy.sarif", "security-scan", EvidenceFormat.SARIF, scan("scan", 2, 0, 1, 1, "Trivy")),
            arguments("levels.sarif", "dast", EvidenceFormat.SARIF, scan("dast", 0, 3, 1, 1, "Semgrep, Bandit, Empty")),
            arguments(
                    "gitleaks.sarif",
                    "secrets",
                    EvidenceFormat.SARIF,
                    with(scan("secrets", 0, 0, 1, 0, "gitleaks"), "secrets.found", 1L)),
            arguments(
                    "k6.json",
                    "load-tests",
                    EvidenceFormat.JSON,
                    Map.of(
                            "load_tests.passed",
                            true,
                            "load_tests.p99",
                            0.182,
                            "load_tests.requests.total",
                            42000L,
                            "load_tests.requests.failed",
                            0L,
                            "load_tests.tool",
                            "k6")),
        };
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("reports")
    void readsWhatToolsWrite(String file, @Nullable String kind, EvidenceFormat format, Map<String, Object> facts)
            throws IOException {
        assertThat(read(format, kind, file)).isEqualTo(new Read(format, new Facts(facts)));
        assertThat(read(null, kind, file))
                .as("without being told the format")
                .isEqualTo(new Read(format, new Facts(facts)));
    }

    static Arguments[] plainJson() {
        return new Arguments[] {
            arguments("already namespaced", "{\"coverage\": {\"line\": 0.9}}", "ci", Map.of("coverage.line", 0.9)),
            arguments("namespaced by its kind", "{\"model\": {\"f1\": 1}}", "model", Map.of("model.f1", 1L)),
            arguments(
                    "no kind, but a name", "{\"review\": {\"approved\": true}}", null, Map.of("review.approved", true)),
            arguments("a version is a fact too", "{\"version\": \"1.2\"}", "api", Map.of("api.version", "1.2")),
            arguments("a large whole number", "{\"n\": 99999999999999999999}", "x", Map.of("x.n", 1e20)),
            arguments("nothing", "{}", "x", Map.of()),
            arguments("a byte order mark", "\uFEFF{\"ok\": true}", "x", Map.of("x.ok", true)),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plainJson")
    void namesTheFactsOfPlainJson(String what, String json, @Nullable String kind, Map<String, Object> facts)
            throws IOException {
        assertThat(READER.read(null, kind, bytes(json)))
                .as(what)
                .isEqualTo(new Read(EvidenceFormat.JSON, new Facts(facts)));
    }

    static Arguments[] refusals() {
        return new Arguments[] {
            arguments("", Reason.NOT_WELL_FORMED, "the report is empty"),
            arguments("  \n", Reason.NOT_WELL_FORMED, "the report is empty"),
            arguments("hello", Reason.NOT_WELL_FORMED, "line 1, column"),
            arguments(
                    "[1]", Reason.NOT_EXPECTED, "line 1, column 1: the report is a list: expected an object or SARIF"),
            arguments("{\"a\": ", Reason.NOT_WELL_FORMED, "not well-formed JSON"),
            arguments("{\"a\": 1} {}", Reason.NOT_WELL_FORMED, "something follows the object"),
            arguments("{\"a\": 1, \"a\": 2}", Reason.NOT_WELL_FORMED, "Duplicate"),
            arguments("{\"a\": {\"b\": 1}, \"a.b\": 2}", Reason.NOT_EXPECTED, "\"a.b\" is stated twice"),
            arguments("{\"a\": {\"b\": [1]}}", Reason.NOT_EXPECTED, "\"a.b\" is a list"),
            arguments("{\"passed\": true}", Reason.NOT_EXPECTED, "give the evidence a kind"),
            arguments("{\"a\": {\"n\": 1e999}}", Reason.NOT_EXPECTED, "fits into 64 bits"),
            arguments("{\"runs\": []}", Reason.NOT_EXPECTED, "expected SARIF 2.1.0"),
            arguments("{\"version\": \"2.0.0\", \"runs\": []}", Reason.NOT_EXPECTED, "the version is 2.0.0"),
            arguments("<html><body/></html>", Reason.NOT_EXPECTED, "the root element is <html>: expected <testsuites>"),
            arguments("<coverage generated=\"1\"><project/></coverage>", Reason.NOT_EXPECTED, "Clover"),
            arguments("<coverage line-rate=\"80\" branch-rate=\"0\"/>", Reason.NOT_EXPECTED, "from 0 to 1"),
            arguments("<coverage line-rate=\"0.8\"/>", Reason.NOT_EXPECTED, "branch-rate of <coverage> is missing"),
            arguments("<report name=\"x\"/>", Reason.NOT_EXPECTED, "no <counter type=\"LINE\">"),
            arguments(
                    "<testsuite tests=\"many\"/>",
                    Reason.NOT_EXPECTED,
                    "tests=\"many\" of <testsuite>: expected a whole"),
            arguments("<testsuite time=\"-1\"/>", Reason.NOT_EXPECTED, "expected a decimal of 0 or more"),
            arguments("<testsuite time=\"NaN\"/>", Reason.NOT_EXPECTED, "expected a decimal of 0 or more"),
            arguments(
                    "<testsuite>\n <testcase>",
                    Reason.NOT_WELL_FORMED,
                    "expected </testcase> or more of what it contains"),
            arguments(
                    "<testsuite>\n</report>",
                    Reason.NOT_WELL_FORMED,
                    "line 2, column 3: not well-formed XML: expected </testsuite>"),
            arguments("<testsuite/><testsuite/>", Reason.NOT_WELL_FORMED, "line 1, column"),
            arguments("<testsuite>\u0000</testsuite>", Reason.NOT_WELL_FORMED, "not well-formed XML"),
        };
    }

    @ParameterizedTest(name = "{0} → {2}")
    @MethodSource("refusals")
    void saysWhereAndWhatWasExpected(String report, Reason reason, String problem) throws IOException {
        assertRefused(READER.read(null, null, bytes(report)), reason, problem);
    }

    static Arguments[] hostile() {
        String deepXml = "<testsuites>" + "<testsuite>".repeat(600);
        String deepJson = "{\"a\":".repeat(600);
        String deepSarif = "{\"version\":\"2.1.0\",\"runs\":[{\"results\":" + "[".repeat(600);
        return new Arguments[] {
            arguments("elements in elements", deepXml, Reason.TOO_DEEP, "nested deeper than 512"),
            arguments("objects in objects", deepJson, Reason.TOO_DEEP, "512"),
            arguments("lists in lists", deepSarif, Reason.TOO_DEEP, "512"),
            arguments("a name without end", "{\"" + "a".repeat(5_000) + "\":1}", Reason.TOO_LARGE, "Name length"),
            arguments("a long text", "{\"a\":{\"b\":\"" + "x".repeat(4_001) + "\"}}", Reason.TOO_LARGE, "at most 4000"),
            arguments("many facts", manyFacts(), Reason.TOO_LARGE, "more than 1000 facts"),
            arguments("many long texts", manyTexts(), Reason.TOO_LARGE, "more than 100000 characters"),
            arguments(
                    "an internal entity",
                    "<!DOCTYPE testsuite [<!ENTITY a \"b\">]><testsuite name=\"x\">&a;</testsuite>",
                    Reason.NOT_EXPECTED,
                    "the entity &a;"),
            arguments("entities in entities", billionLaughs(), Reason.NOT_EXPECTED, "the entity &l9;"),
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void refusesHostileInput(String what, String report, Reason reason, String problem) throws IOException {
        assertRefused(READER.read(null, null, bytes(report)), reason, problem);
    }

    @Test
    void neverFetchesAnExternalEntity() throws IOException {
        String file = Objects.requireNonNull(EvidenceReaderTest.class.getResource("/evidence/k6.json"))
                .toString();
        String report = "<!DOCTYPE testsuite [<!ENTITY x SYSTEM \"" + file + "\">]><testsuite>&x;</testsuite>";
        assertRefused(READER.read(null, null, bytes(report)), Reason.NOT_EXPECTED, "the entity &x;");
    }

    @Test
    void anEntityInAnAttributeIsNotExpandedEither() throws IOException {
        String report = "<!DOCTYPE testsuite [<!ENTITY n \"7\">]><testsuite tests=\"&n;\"/>";
        assertThat(READER.read(null, null, bytes(report))).isInstanceOf(Unreadable.class);
    }

    @Test
    void stopsReadingAHundredMegabytesAtItsLimit() throws IOException {
        Endless endless = new Endless("<testsuites>", "<testcase name='x'/>", 100L << 20);
        assertRefused(READER.read(null, null, endless), Reason.TOO_LARGE, "larger than 33554432 bytes");
        assertThat(endless.served).isLessThan((32L << 20) + (1 << 20));
    }

    @Test
    void readsAsMuchAsTheLimitAllows() throws IOException {
        String report = "<testsuite>" + "<testcase name='x'/>".repeat(1_000_000) + "</testsuite>";
        assertThat(READER.read(null, null, bytes(report)))
                .isEqualTo(
                        new Read(EvidenceFormat.JUNIT, new Facts(tests("tests", 1_000_000, 1_000_000, 0, 0, 0, 0.0))));
    }

    @Test
    void passesOverWhatSarifDoesNotKnow() throws IOException {
        String sarif = "{\"version\":\"2.1.0\",\"runs\":[null,[{}],{\"results\":[1,[[]],"
                + "{\"level\":\"error\",\"x\":[{}]},{\"level\":null,\"suppressions\":[1]}]}]}";
        assertThat(READER.read(null, null, bytes(sarif)))
                .isEqualTo(new Read(EvidenceFormat.SARIF, new Facts(scan("scan", 0, 1, 1, 0, ""))));
    }

    @Test
    void theSizeLimitCanBeSet() throws IOException {
        EvidenceReader small = new EvidenceReader(EvidenceLimits.ofBytes(10));
        assertRefused(small.read(null, "x", bytes("{\"a\": 12345}")), Reason.TOO_LARGE, "larger than 10 bytes");
        assertThat(small.read(null, "x", bytes("{\"a\": 123}"))).isInstanceOf(Read.class);
    }

    @Test
    void memoryStaysFlatOverALargeReport() throws IOException {
        EvidenceReader large = new EvidenceReader(EvidenceLimits.ofBytes(1L << 30));
        Endless results = new Endless(
                "{\"version\":\"2.1.0\",\"runs\":[{\"results\":[",
                "{\"ruleId\":\"r\",\"level\":\"note\"},",
                200L << 20);
        long before = usedHeap();
        assertRefused(large.read(null, null, results), Reason.NOT_WELL_FORMED, "not well-formed JSON"); // it just ends
        assertThat(results.served).isEqualTo(200L << 20);
        assertThat(results.usedHeapNearTheEnd - before).isLessThan(8L << 20);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aReportIsNotAnotherThanItWasAnnouncedAs() throws IOException {
        assertRefused(read(EvidenceFormat.JACOCO, null, "surefire.xml"), Reason.NOT_EXPECTED, "this is JUnit XML");
        assertRefused(read(EvidenceFormat.JUNIT, null, "k6.json"), Reason.NOT_EXPECTED, "this is JSON, but JUnit XML");
        assertRefused(read(EvidenceFormat.SARIF, null, "k6.json"), Reason.NOT_EXPECTED, "there is no \"runs\"");
    }

    @Test
    void aKindThatNoConditionCanNameIsRefused() throws IOException {
        assertRefused(read(null, "1st run", "k6.json"), Reason.NOT_EXPECTED, "evidence kind '1st run'");
    }

    @Test
    void aBrokenConnectionIsNotTheReportsFault() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatIOException()
                .isThrownBy(() -> READER.read(null, null, broken))
                .withMessageContaining("connection reset");
    }

    @Test
    void factsAreScalars() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Facts(Map.of("a.b", Double.NaN)))
                .withMessageContaining("a.b");
    }

    private static EvidenceResult read(@Nullable EvidenceFormat format, @Nullable String kind, String file)
            throws IOException {
        try (InputStream in =
                Objects.requireNonNull(EvidenceReaderTest.class.getResourceAsStream("/evidence/" + file))) {
            return READER.read(format, kind, in);
        }
    }

    private static void assertRefused(EvidenceResult result, Reason reason, String problem) {
        assertThat(result).isInstanceOfSatisfying(Unreadable.class, refused -> {
            assertThat(refused.problem()).contains(problem);
            assertThat(refused.reason()).isEqualTo(reason);
        });
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> coverage(String namespace, long lines, long of, long branches, long ofBranches) {
        return Map.of(
                namespace + ".line", of == 0 ? 1.0 : (double) lines / of,
                namespace + ".line_covered", lines,
                namespace + ".line_total", of,
                namespace + ".branch", ofBranches == 0 ? 1.0 : (double) branches / ofBranches,
                namespace + ".branch_covered", branches,
                namespace + ".branch_total", ofBranches);
    }

    private static Map<String, Object> tests(
            String name, long total, long passed, long failed, long errors, long skipped, double duration) {
        return Map.of(
                name + ".total", total,
                name + ".passed", passed,
                name + ".failed", failed,
                name + ".errors", errors,
                name + ".skipped", skipped,
                name + ".duration", duration);
    }

    private static Map<String, Object> scan(String name, long critical, long high, long medium, long low, String tool) {
        return Map.of(
                name + ".critical", critical,
                name + ".high", high,
                name + ".medium", medium,
                name + ".low", low,
                name + ".total", critical + high + medium + low,
                name + ".tool", tool);
    }

    private static Map<String, Object> with(Map<String, Object> facts, String name, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(facts);
        more.put(name, value);
        return more;
    }

    private static String manyFacts() {
        StringBuilder json = new StringBuilder("{\"a\":{\"f\":0");
        for (int i = 0; i < 1_000; i++) {
            json.append(",\"f").append(i).append("\":").append(i);
        }
        return json.append("}}").toString();
    }

    private static String manyTexts() {
        StringBuilder json = new StringBuilder("{\"a\":{\"f\":0");
        for (int i = 0; i < 26; i++) {
            json.append(",\"f")
                    .append(i)
                    .append("\":\"")
                    .append("x".repeat(4_000))
                    .append('"');
        }
        return json.append("}}").toString();
    }

    private static String billionLaughs() {
        StringBuilder xml = new StringBuilder("<!DOCTYPE testsuite [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            xml.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return xml.append("]><testsuite>&l9;</testsuite>").toString();
    }

    /** A head, then the same piece again and again, up to a size; made as it is read. */
    private static final class Endless extends InputStream {
        private final byte[] head;
        private final byte[] piece;
        private final long size;
        private long served;
        private long usedHeapNearTheEnd;

        Endless(String head, String piece, long size) {
            this.head = head.getBytes(StandardCharsets.UTF_8);
            this.piece = piece.getBytes(StandardCharsets.UTF_8);
            this.size = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (served >= size) {
                return -1;
            }
            int n = (int) Math.min(length, size - served);
            for (int i = 0; i < n; i++) {
                long at = served + i;
                buffer[offset + i] =
                        at < head.length ? head[(int) at] : piece[(int) ((at - head.length) % piece.length)];
            }
            served += n;
            if (usedHeapNearTheEnd == 0 && served > size - (1 << 20)) {
                usedHeapNearTheEnd = usedHeap();
            }
            return n;
        }

        @Override
        public String toString() {
            return Arrays.toString(head);
        }
    }
}
