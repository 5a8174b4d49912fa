package dev.slipway.service.aggregate;

/** A signal and the id of the aggregate that it is for. */
public record Routed<G>(String aggregate, G signal) {}
