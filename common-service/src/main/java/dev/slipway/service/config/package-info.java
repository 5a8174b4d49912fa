/** What a service is told from outside, and the wiring that all services share. */
@NullMarked
package dev.slipway.service.config;

import org.jspecify.annotations.NullMarked;
