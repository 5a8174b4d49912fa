/**
 * A real Kubernetes control plane (kube-apiserver, kube-controller-manager, etcd) as child processes, for tests to
 * measure Slipway against what a cluster really does.
 */
@NullMarked
package dev.slipway.sandbox.controlplane;

import org.jspecify.annotations.NullMarked;
