/** Pipelines in MongoDB. */
@NullMarked
package dev.slipway.gate.mongo;

import org.jspecify.annotations.NullMarked;
