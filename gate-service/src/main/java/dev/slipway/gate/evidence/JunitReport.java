package dev.slipway.gate.evidence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JUnit XML as Surefire, Gradle, pytest, Jest, Go and others write it. Nobody specified it: some give totals, some only
 * test cases, some nest suites, and a suite that could not start may be an error without a test case. So for each suite
 * the larger of what it says and what is in it counts, which never hides a failure.
 */
final class JunitReport {
    private JunitReport() {}

    static Facts read(Xml xml, String namespace) {
        Deque<Suite> suites = new ArrayDeque<>();
        Suite whole = new Suite(xml);
        suites.push(whole);
        while (xml.next()) {
            Suite suite = suites.element();
            switch (xml.name()) {
                case "testsuite", "testsuites" -> {
                    if (xml.isStart()) {
                        suites.push(new Suite(xml));
                    } else if (suites.size() > 1) {
                        Suite ended = suites.pop();
                        suites.element().add(ended);
                    }
                }
                case "testcase" -> {
                    if (xml.isStart()) {
                        suite.beginCase(xml.decimal("time"));
                    } else {
                        suite.endCase();
                    }
                }
                // Surefire's <flakyFailure> and <rerunFailure> are tries, not verdicts
                case "failure" -> suite.found(xml, Outcome.FAILED);
                case "error" -> suite.found(xml, Outcome.ERROR);
                case "skipped" -> suite.found(xml, Outcome.SKIPPED);
                default -> {}
            }
        }
        Counts counts = whole.counts();
        return new Facts(Map.of(
                namespace + ".total", counts.total(),
                namespace + ".passed", counts.passed(),
                namespace + ".failed", counts.failed(),
                namespace + ".errors", counts.errors(),
                namespace + ".skipped", counts.skipped(),
                namespace + ".duration", whole.seconds()));
    }

    private enum Outcome {
        PASSED,
        SKIPPED,
        FAILED,
        ERROR
    }

    private record Counts(long total, long failed, long errors, long skipped) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    total + other.total, failed + other.failed, errors + other.errors, skipped + other.skipped);
        }

        Counts atLeast(Counts other) {
            long mostFailed = Math.max(failed, other.failed);
            long mostErrors = Math.max(errors, other.errors);
            long mostSkipped = Math.max(skipped, other.skipped);
            long most = Math.max(total, other.total);
            return new Counts(
                    Math.max(most, mostFailed + mostErrors + mostSkipped), mostFailed, mostErrors, mostSkipped);
        }

        long passed() {
            return total - failed - errors - skipped;
        }
    }

    private static final class Suite {
        private final Counts said;
        private final @Nullable Double saidSeconds;
        private Counts counted = Counts.NONE;
        private double summedSeconds;
        private Outcome current = Outcome.PASSED;

        Suite(Xml xml) {
            said = new Counts(
                    xml.count("tests"),
                    xml.count("failures"),
                    xml.count("errors"),
                    Math.max(xml.count("skipped"), xml.count("disabled")));
            saidSeconds = xml.decimal("time");
        }

        void beginCase(@Nullable Double seconds) {
            current = Outcome.PASSED;
            summedSeconds += seconds == null ? 0 : seconds;
        }

        void found(Xml xml, Outcome outcome) {
            if (xml.isStart() && "testcase".equals(xml.parent()) && outcome.compareTo(current) > 0) {
                current = outcome;
            }
        }

        void endCase() {
            counted = counted.plus(new Counts(
                    1,
                    current == Outcome.FAILED ? 1 : 0,
                    current == Outcome.ERROR ? 1 : 0,
                    current == Outcome.SKIPPED ? 1 : 0));
        }

        void add(Suite inner) {
            counted = counted.plus(inner.counts());
            summedSeconds += inner.seconds();
        }

        Counts counts() {
            return counted.atLeast(said);
        }

        /** Suites may run beside each other: what the suite itself says is the time on the wall. */
        double seconds() {
            return saidSeconds == null ? summedSeconds : saidSeconds;
        }
    }
}
