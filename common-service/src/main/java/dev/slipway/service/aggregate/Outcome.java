package dev.slipway.service.aggregate;

import dev.slipway.decision.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What became of a signal.
 *
 * @param state the state afterwards
 * @param refusal why a command was refused; null where it was not
 * @param changed whether anything was saved because of it
 */
public record Outcome<S>(S state, @Nullable Refusal refusal, boolean changed) {}
