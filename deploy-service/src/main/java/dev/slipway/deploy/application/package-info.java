/** Load, decide, save, tell: which work a state wants, and the interfaces of what that work needs. */
@NullMarked
package dev.slipway.deploy.application;

import org.jspecify.annotations.NullMarked;
