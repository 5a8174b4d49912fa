package dev.slipway.deploy.kubernetes;

/** The names and labels that docs/contracts.md pins. */
final class Names {
    static final String FIELD_MANAGER = "slipway-deploy";
    static final String VERSION = "app.kubernetes.io/version";
    static final String COMPONENT = "slipway.dev/component";
    static final String TRACK = "slipway.dev/track";
    static final String CANARY = "canary";
    static final String RELEASE = "slipway.dev/release";
    /** On stable, its canary and the route: who wrote last. */
    static final String FENCE = "slipway.dev/fence";
    /** Tells the canaries of two applications in one namespace apart whose components have the same name. */
    static final String WORKLOAD = "slipway.dev/workload";

    private Names() {}

    static String canaryOf(String name) {
        return name + "-canary";
    }
}
