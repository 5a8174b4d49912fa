/** The query API. */
@NullMarked
package dev.slipway.audit.http;

import org.jspecify.annotations.NullMarked;
