/** Settings, wiring, and the threads that keep the log going. */
@NullMarked
package dev.slipway.audit.config;

import org.jspecify.annotations.NullMarked;
