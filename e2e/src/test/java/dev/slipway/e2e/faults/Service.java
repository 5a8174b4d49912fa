package dev.slipway.e2e.faults;

import dev.slipway.standalone.Ports;
import java.util.Locale;

/** The five, each a process of its own, started as the image's entry point starts it. */
enum Service {
    GATE,
    DEPLOY,
    CANARY,
    AUDIT,
    NOTIFY;

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word() + "-service";
    }

    String mainClass() {
        return "dev.slipway.%s.%sServiceApplication".formatted(word(), name().charAt(0) + word().substring(1));
    }

    String database() {
        return "slipway_" + word();
    }

    boolean talksToKubernetes() {
        return this == DEPLOY || this == CANARY;
    }

    int portOf(Ports ports) {
        return switch (this) {
            case GATE -> ports.gate();
            case DEPLOY -> ports.deploy();
            case CANARY -> ports.canary();
            case AUDIT -> ports.audit();
            case NOTIFY -> ports.notification();
        };
    }
}
