/** A whole Kubernetes cluster in one process, for those who have none: API, controllers, node, gateway. */
@NullMarked
package dev.slipway.sandbox;

import org.jspecify.annotations.NullMarked;
