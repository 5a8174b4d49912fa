/** The embedded defaults against real clients, over the wire, through restarts and kills. */
@NullMarked
package dev.slipway.embedded;

import org.jspecify.annotations.NullMarked;
