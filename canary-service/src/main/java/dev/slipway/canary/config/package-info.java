/** Settings and wiring. */
@NullMarked
package dev.slipway.canary.config;

import org.jspecify.annotations.NullMarked;
