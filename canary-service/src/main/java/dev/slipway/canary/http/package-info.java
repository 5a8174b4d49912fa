/** The HTTP API. */
@NullMarked
package dev.slipway.canary.http;

import org.jspecify.annotations.NullMarked;
