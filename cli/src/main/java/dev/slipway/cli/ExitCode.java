package dev.slipway.cli;

/** What the command's exit code tells a script. */
final class ExitCode {
    static final int OK = 0;
    /** Slipway refused it, or the answer is a bad one: a stopped release, a trail that does not verify. */
    static final int FAILED = 1;
    /** The command line, a file on it or the client file is wrong. */
    static final int USAGE = 2;
    /** No Slipway answered. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}
}
