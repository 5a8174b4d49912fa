/** What was told, over HTTP. */
@NullMarked
package dev.slipway.notify.http;

import org.jspecify.annotations.NullMarked;
