/** Environments as documents. */
@NullMarked
package dev.slipway.deploy.mongo;

import org.jspecify.annotations.NullMarked;
