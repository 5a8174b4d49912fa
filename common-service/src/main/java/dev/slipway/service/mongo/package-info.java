/** Aggregates in MongoDB, or in whatever speaks its wire protocol. */
@NullMarked
package dev.slipway.service.mongo;

import org.jspecify.annotations.NullMarked;
