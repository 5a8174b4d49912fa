package dev.slipway.events;

/** How much of an environment a deployment brings the version to. */
public enum Scope implements Label {
    /** Beside the stable version, at weight 0: ready to be given traffic. */
    CANARY,
    /** Everywhere: the version is now the stable one. */
    FULL
}
