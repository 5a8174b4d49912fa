package dev.slipway.events;

/** A part of the application and what it is on its target. */
public record ComponentPlan(String name, Target target) {}
