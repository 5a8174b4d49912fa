/** The pods of a workload and what they serve, through the Kubernetes API. */
@NullMarked
package dev.slipway.canary.kubernetes;

import org.jspecify.annotations.NullMarked;
