package dev.slipway.events;

/** What a breached threshold does. */
public enum BreachAction implements Label {
    ROLLBACK,
    PAUSE
}
