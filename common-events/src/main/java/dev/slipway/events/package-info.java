/** The words of Slipway: every event that a service says, and the values that events carry. */
@NullMarked
package dev.slipway.events;

import org.jspecify.annotations.NullMarked;
