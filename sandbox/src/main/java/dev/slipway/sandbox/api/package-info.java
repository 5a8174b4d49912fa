/** A Kubernetes API server in the process: the verbs, watches and server-side apply that releases need, kept in one file. */
@NullMarked
package dev.slipway.sandbox.api;

import org.jspecify.annotations.NullMarked;
