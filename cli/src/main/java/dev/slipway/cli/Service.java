package dev.slipway.cli;

import java.util.Locale;

/** A service whose API the command uses. */
enum Service {
    GATE,
    DEPLOY,
    CANARY,
    AUDIT,
    NOTIFY;

    /** Its key in the client file. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
