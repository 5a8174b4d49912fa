/** Whole releases through the real rules and the real shell of all five services, in one thread, from one seed. */
@NullMarked
package dev.slipway.simulation;

import org.jspecify.annotations.NullMarked;
