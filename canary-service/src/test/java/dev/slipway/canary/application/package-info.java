/** Tests. */
@NullMarked
package dev.slipway.canary.application;

import org.jspecify.annotations.NullMarked;
