package dev.slipway.simulation;

/** The process is gone: nothing of it may catch this and go on, and every later call of its outside throws it, too. */
final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(String who) {
        super(who, null, false, false);
    }
}
