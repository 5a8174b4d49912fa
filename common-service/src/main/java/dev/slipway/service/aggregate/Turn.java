package dev.slipway.service.aggregate;

import java.time.Instant;

/**
 * A turn at what a saved state wants done outside.
 *
 * @param version of the saved aggregate: greater in every later state, so that what is done can fence off whoever stood
 *     still in an earlier turn and goes on
 * @param <S> the state
 */
public record Turn<S>(String id, long version, S state, Instant now) {}
