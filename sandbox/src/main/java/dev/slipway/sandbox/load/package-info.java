/** Users: they ask all the time and notice every failure. */
@NullMarked
package dev.slipway.sandbox.load;

import org.jspecify.annotations.NullMarked;
