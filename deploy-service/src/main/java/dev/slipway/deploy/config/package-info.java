/** Settings and wiring. */
@NullMarked
package dev.slipway.deploy.config;

import org.jspecify.annotations.NullMarked;
