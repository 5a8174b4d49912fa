package dev.slipway.gate.cdevents;

import dev.slipway.decision.Refusal;

/** A CDEvent that cannot be used, in words for whoever sent it. */
final class WrongCdEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** @param value empty where it is missing */
    WrongCdEvent(String field, String value, String problem, String remedy) {
        this(Refusal.invalid(
                        "invalid-" + field, field + (value.isEmpty() ? "" : " '" + value + "'") + " " + problem, remedy)
                .about(field, value.isEmpty() ? null : value));
    }

    WrongCdEvent(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
