package dev.slipway.events;

import java.time.Duration;

/** The guard after full promotion: how long, and what is measured. */
public record WatchPlan(Duration duration, AnalysisPlan analysis) {}
