/** A service that counts, to follow a trace through it. */
@NullMarked
package dev.slipway.traced;

import org.jspecify.annotations.NullMarked;
