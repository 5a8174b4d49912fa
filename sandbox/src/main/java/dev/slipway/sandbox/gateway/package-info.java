/** A reverse proxy that obeys the HTTPRoutes, Services and Pods it finds in a cluster, and nothing else. */
@NullMarked
package dev.slipway.sandbox.gateway;

import org.jspecify.annotations.NullMarked;
