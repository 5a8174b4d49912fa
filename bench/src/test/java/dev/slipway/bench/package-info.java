/** Tests of what the measurements are computed with. */
@NullMarked
package dev.slipway.bench;

import org.jspecify.annotations.NullMarked;
