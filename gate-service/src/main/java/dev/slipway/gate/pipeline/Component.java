package dev.slipway.gate.pipeline;

import dev.slipway.events.Target;

/**
 * A part of the application.
 *
 * @param image the repository that its images are published in, without tag or digest
 */
public record Component(String name, String image, Target target) {}
