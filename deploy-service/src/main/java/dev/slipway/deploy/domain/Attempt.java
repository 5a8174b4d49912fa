package dev.slipway.deploy.domain;

/** What came of trying to work on the cluster. */
public sealed interface Attempt permits Progress, Attempt.FencedOff {
    /** Somebody with a greater fence has been there. */
    record FencedOff(Fence by) implements Attempt {}
}
