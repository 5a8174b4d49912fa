/** Request counts from the Prometheus text of pods. */
@NullMarked
package dev.slipway.canary.prometheus;

import org.jspecify.annotations.NullMarked;
