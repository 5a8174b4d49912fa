/** The node agent: runs every pod of a cluster as a small real HTTP server and reports it as a kubelet would. */
@NullMarked
package dev.slipway.sandbox.node;

import org.jspecify.annotations.NullMarked;
