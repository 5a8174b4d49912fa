package dev.slipway.events;

import org.jspecify.annotations.Nullable;

/**
 * What runs of one component.
 *
 * @param version the version that runs, as the workload's label {@code app.kubernetes.io/version} says it
 * @param image the image that runs, by digest where it is known
 * @param detail what is wrong; null where it is healthy
 */
public record ComponentState(
        String component,
        String version,
        String image,
        boolean healthy,
        @Nullable String detail) {}
