/** Tests. */
@NullMarked
package dev.slipway.canary.prometheus;

import org.jspecify.annotations.NullMarked;
