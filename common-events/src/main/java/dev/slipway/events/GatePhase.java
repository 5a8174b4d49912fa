package dev.slipway.events;

/** When a gate must hold: before its stage begins, or after the stage's deployment. */
public enum GatePhase implements Label {
    ENTRY,
    VERIFICATION
}
