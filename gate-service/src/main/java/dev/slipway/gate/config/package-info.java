/** What gate-service is told from outside, and its wiring. */
@NullMarked
package dev.slipway.gate.config;

import org.jspecify.annotations.NullMarked;
