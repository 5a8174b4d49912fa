package dev.slipway.cli;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a command ends without what was asked for, in the lines that the user sees. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> lines;
    private final transient @Nullable Problem problem;

    private Failure(int exitCode, List<String> lines, @Nullable Problem problem) {
        super(String.join("; ", lines), null, false, false);
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
        this.problem = problem;
    }

    static Failure usage(String detail, String remedy) {
        return told(ExitCode.USAGE, detail, remedy);
    }

    static Failure failed(String detail, String remedy) {
        return told(ExitCode.FAILED, detail, remedy);
    }

    static Failure unreachable(String detail, String remedy) {
        return told(ExitCode.UNREACHABLE, detail, remedy);
    }

    /** What a service refused. */
    static Failure refused(Problem problem) {
        return new Failure(ExitCode.FAILED, problem.lines(), problem);
    }

    private static Failure told(int exitCode, String detail, String remedy) {
        return new Failure(
                exitCode,
                Stream.of("error: " + detail, remedy.isEmpty() ? "" : "remedy: " + remedy)
                        .filter(line -> !line.isEmpty())
                        .toList(),
                null);
    }

    int exitCode() {
        return exitCode;
    }

    List<String> lines() {
        return lines;
    }

    /** The service's own words; null where the failure is on this side. */
    @Nullable
    Problem problem() {
        return problem;
    }
}
