/** What a release looks like on a terminal: a pure renderer, and a live view that redraws in place. */
@NullMarked
package dev.slipway.cli.view;

import org.jspecify.annotations.NullMarked;
