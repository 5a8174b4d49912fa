/** gate-service as a whole, with a real broker and a real store. */
@NullMarked
package dev.slipway.gate;

import org.jspecify.annotations.NullMarked;
