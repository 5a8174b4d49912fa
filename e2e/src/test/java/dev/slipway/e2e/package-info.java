/** Whole releases, from request to end, and what is done to them on the way. */
@NullMarked
package dev.slipway.e2e;

import org.jspecify.annotations.NullMarked;
