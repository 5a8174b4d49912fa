/** CDEvents of both versions. */
@NullMarked
package dev.slipway.gate.cdevents;

import org.jspecify.annotations.NullMarked;
