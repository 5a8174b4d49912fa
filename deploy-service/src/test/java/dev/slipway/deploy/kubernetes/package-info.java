/** Workloads and traffic on a Kubernetes cluster. */
@NullMarked
package dev.slipway.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
