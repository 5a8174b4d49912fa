/** What Slipway takes: time from start to ready, from breach to weight 0, from request to completion. */
@NullMarked
package dev.slipway.bench;

import org.jspecify.annotations.NullMarked;
