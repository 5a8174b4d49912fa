package dev.slipway.sandbox.controlplane;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The end of patience with programs that have no other way to say that they are ready than to be asked. */
record Deadline(long nanoTime, Duration limit) {

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(25);

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos(), limit);
    }

    /**
     * Asks until the answer is yes.
     *
     * @throws IOException at the deadline, or as soon as the program has ended, with the end of its log
     */
    void await(Program program, BooleanSupplier isReady) throws IOException {
        while (!isReady.getAsBoolean()) {
            if (!program.isAlive()) {
                throw new IOException(program.name() + " has ended by itself:\n" + program.endOfLog());
            }
            if (System.nanoTime() - nanoTime > 0) {
                throw new IOException(
                        program.name() + " was not ready after " + limit.toSeconds() + " s:\n" + program.endOfLog());
            }
            LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("while waiting for " + program.name());
            }
        }
    }
}
