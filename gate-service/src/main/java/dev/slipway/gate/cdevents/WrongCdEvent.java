package dev.slipway.gate.cdevents;

import dev.slipway.decision.Refusal;

/** A CDEvent that cannot be used, in words for whoever sent it. */
final class WrongCdEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String remedy;

    WrongCdEvent(String field, String value, String problem, String remedy) {
        super(field + (value.isEmpty() ? "" : " '" + value + "'") + " " + problem, null, false, false);
        this.field = field;
        this.remedy = remedy;
    }

    Refusal refusal() {
        return Refusal.invalid("invalid-" + field, String.valueOf(getMessage()), remedy);
    }
}
