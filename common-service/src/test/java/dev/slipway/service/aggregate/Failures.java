package dev.slipway.service.aggregate;

/** Failures that only this package can make. */
public final class Failures {
    private Failures() {}

    public static RuleFailure ofARule() {
        return new RuleFailure("shop-v1.0.0", "signal", new IllegalArgumentException("a bug"));
    }
}
