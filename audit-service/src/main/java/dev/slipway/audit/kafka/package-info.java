/** Hears all topics, and says the checkpoints. */
@NullMarked
package dev.slipway.audit.kafka;

import org.jspecify.annotations.NullMarked;
