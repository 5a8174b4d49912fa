/** Traces: what hangs together across services, as W3C Trace Context names it. */
@NullMarked
package dev.slipway.service.trace;

import org.jspecify.annotations.NullMarked;
