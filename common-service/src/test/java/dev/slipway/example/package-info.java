/** A service with nothing of its own, as small as one can be. */
@NullMarked
package dev.slipway.example;

import org.jspecify.annotations.NullMarked;
