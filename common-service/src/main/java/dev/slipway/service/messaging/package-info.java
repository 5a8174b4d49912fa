/** Kafka: what a service says and hears, and what becomes of messages that are no events. */
@NullMarked
package dev.slipway.service.messaging;

import org.jspecify.annotations.NullMarked;
