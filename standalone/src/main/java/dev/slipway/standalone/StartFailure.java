package dev.slipway.standalone;

/** It cannot start, for a reason that the user can mend: the message says which and how. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }
}
