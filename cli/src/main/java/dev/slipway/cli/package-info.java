/** The {@code slipway} command: what a person or a script asks of a running Slipway. */
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
