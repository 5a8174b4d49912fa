package dev.slipway.events;

/** Where a stage deploys: the environment's name and the Kubernetes namespace that it is. */
public record EnvironmentPlan(String name, String namespace) {}
