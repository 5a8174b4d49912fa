package dev.slipway.audit.application;

import java.util.Optional;

/** The newest checkpoint, kept where whoever restores or changes the database does not reach. */
public interface OutsideCopy {

    Optional<String> read();

    /** Returns when it would survive a crash. */
    void write(String note);
}
