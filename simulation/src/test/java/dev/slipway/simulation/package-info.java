/** What the simulation finds. */
@NullMarked
package dev.slipway.simulation;

import org.jspecify.annotations.NullMarked;
