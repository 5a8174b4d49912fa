package dev.slipway.gate.pipeline;

/** How the application counts its versions. */
public enum Versioning {
    /** {@code v1.2.3}, {@code v1.2.3-rc.1}. */
    SEMVER,
    /** {@code v2026.11.21-0a1b2c3}. */
    CALVER
}
