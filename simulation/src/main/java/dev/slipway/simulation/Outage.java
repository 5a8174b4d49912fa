package dev.slipway.simulation;

/** Something outside did not answer; whether it did what it was asked is not known. */
final class Outage extends RuntimeException {
    private static final long serialVersionUID = 1;

    Outage(String what) {
        super(what, null, false, false);
    }
}
