/** The shell of every service: load, decide, save, publish, mark; timers and outside work driven from the saved state. */
@NullMarked
package dev.slipway.service.aggregate;

import org.jspecify.annotations.NullMarked;
