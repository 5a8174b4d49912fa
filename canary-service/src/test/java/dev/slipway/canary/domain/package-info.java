/** Tests. */
@NullMarked
package dev.slipway.canary.domain;

import org.jspecify.annotations.NullMarked;
