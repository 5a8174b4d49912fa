/** The trail in MongoDB: records, batches and checkpoints, each document written once. */
@NullMarked
package dev.slipway.audit.mongo;

import org.jspecify.annotations.NullMarked;
