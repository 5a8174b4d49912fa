/** GitHub, as its documentation has it. */
@NullMarked
package dev.slipway.gate.github;

import org.jspecify.annotations.NullMarked;
