package dev.slipway.gate.pipeline;

/** What may begin a release. */
public sealed interface Trigger {
    /** A pushed tag that matches; {@code *} stands for any characters. */
    record Tag(String pattern) implements Trigger {}

    /** A change merged into that branch. */
    record Merge(String branch) implements Trigger {}

    /** A person's request. */
    record Manual() implements Trigger {}
}
