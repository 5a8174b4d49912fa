package dev.slipway.service.health;

import java.util.function.Supplier;

/**
 * A gauge of a service's own whose value takes a look into the store: asked every few seconds, never by a scrape.
 *
 * @param name in Micrometer's form, such as {@code slipway.releases.stuck}
 * @param value now; what it throws is {@code NaN}, and is tried again
 */
public record Measure(String name, String description, Supplier<? extends Number> value) {}
