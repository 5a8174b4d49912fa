/** The store's contract, on the real one over the wire. */
@NullMarked
package dev.slipway.service.mongo;

import org.jspecify.annotations.NullMarked;
