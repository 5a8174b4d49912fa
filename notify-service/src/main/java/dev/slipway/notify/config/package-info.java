/** What notify-service is told from outside, and its wiring. */
@NullMarked
package dev.slipway.notify.config;

import org.jspecify.annotations.NullMarked;
