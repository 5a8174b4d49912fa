/** Tests. */
@NullMarked
package dev.slipway.canary;

import org.jspecify.annotations.NullMarked;
