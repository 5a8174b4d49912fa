/** Probes over HTTP. */
@NullMarked
package dev.slipway.gate.probe;

import org.jspecify.annotations.NullMarked;
