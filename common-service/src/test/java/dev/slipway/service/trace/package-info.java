/** Tests of traces. */
@NullMarked
package dev.slipway.service.trace;

import org.jspecify.annotations.NullMarked;
