/** Webhooks with a signature, for programs. */
@NullMarked
package dev.slipway.notify.webhook;

import org.jspecify.annotations.NullMarked;
