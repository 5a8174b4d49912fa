package dev.slipway.e2e.faults;

import java.util.Locale;

/**
 * What services stand on.
 *
 * @see Faults#awaitUnwell
 */
enum Part {
    BROKER("the broker does not answer"),
    STORE("the store takes no writes"),
    KUBERNETES("the API server does not answer");

    private final String cause;

    Part(String cause) {
        this.cause = cause;
    }

    /** What the health of a service says while it is away. */
    String cause() {
        return cause;
    }

    /** A line of the service's metrics. */
    String gauge(Service service, boolean up) {
        return "slipway_up{name=\"%s\",part=\"%s\"} %s"
                .formatted(service, name().toLowerCase(Locale.ROOT), up ? "1.0" : "0.0");
    }
}
