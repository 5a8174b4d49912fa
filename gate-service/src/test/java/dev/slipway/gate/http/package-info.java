/** The views of gate-service's API. */
@NullMarked
package dev.slipway.gate.http;

import org.jspecify.annotations.NullMarked;
