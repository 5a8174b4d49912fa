/** The shape of a rule: a state and a signal in, a decision out. */
@NullMarked
package dev.slipway.decision;

import org.jspecify.annotations.NullMarked;
