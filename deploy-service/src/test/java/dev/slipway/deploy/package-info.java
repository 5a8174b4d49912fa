/** The deploy service: the only one that touches targets. */
@NullMarked
package dev.slipway.deploy;

import org.jspecify.annotations.NullMarked;
