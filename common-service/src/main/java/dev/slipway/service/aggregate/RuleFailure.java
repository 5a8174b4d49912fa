package dev.slipway.service.aggregate;

/** The rules themselves threw: a bug, which no repetition cures. */
public final class RuleFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RuleFailure(String aggregate, Object signal, RuntimeException cause) {
        super("deciding on " + signal.getClass().getSimpleName() + " for " + aggregate + " failed: " + cause, cause);
    }
}
