package dev.slipway.events;

/**
 * A gate of a stage.
 *
 * @param onFail what the pipeline says to do where it cannot hold, such as {@code block} or {@code review:security}
 */
public record GatePlan(String name, GateCheck check, String onFail) {}
