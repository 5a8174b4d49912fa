/** Turns the files that tools write about a build into facts that conditions can ask about. */
@NullMarked
package dev.slipway.gate.evidence;

import org.jspecify.annotations.NullMarked;
