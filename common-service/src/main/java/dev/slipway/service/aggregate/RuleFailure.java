package dev.slipway.service.aggregate;

/** The rules themselves threw, or said what cannot be said: a bug, which no repetition cures. */
public final class RuleFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RuleFailure(String aggregate, String what) {
        super("what was decided for " + aggregate + " cannot be: " + what);
    }

    RuleFailure(String aggregate, Object signal, RuntimeException cause) {
        super("deciding on " + signal.getClass().getSimpleName() + " for " + aggregate + " failed: " + cause, cause);
    }
}
