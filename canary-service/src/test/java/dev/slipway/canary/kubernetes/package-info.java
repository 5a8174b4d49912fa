/** Tests. */
@NullMarked
package dev.slipway.canary.kubernetes;

import org.jspecify.annotations.NullMarked;
