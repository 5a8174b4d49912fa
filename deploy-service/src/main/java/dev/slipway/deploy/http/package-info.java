/** What runs where, over HTTP. */
@NullMarked
package dev.slipway.deploy.http;

import org.jspecify.annotations.NullMarked;
