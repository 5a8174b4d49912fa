/** Tests of the store of pipelines. */
@NullMarked
package dev.slipway.gate.mongo;

import org.jspecify.annotations.NullMarked;
