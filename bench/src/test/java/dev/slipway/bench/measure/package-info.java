/** Tests of what the measurements are computed with. */
@NullMarked
package dev.slipway.bench.measure;

import org.jspecify.annotations.NullMarked;
