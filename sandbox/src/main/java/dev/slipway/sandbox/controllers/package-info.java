/** What kube-controller-manager does for the in-process API: deployments, replica sets, jobs, owners, namespaces. */
@NullMarked
package dev.slipway.sandbox.controllers;

import org.jspecify.annotations.NullMarked;
