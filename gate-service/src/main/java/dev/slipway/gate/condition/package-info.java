/** Decides CEL conditions over evidence: holds, does not hold and why, or not known yet and what is missing. */
@NullMarked
package dev.slipway.gate.condition;

import org.jspecify.annotations.NullMarked;
