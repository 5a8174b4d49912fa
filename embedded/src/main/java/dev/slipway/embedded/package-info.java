/** The embedded defaults: a real Kafka broker and a durable MongoDB-wire store inside this process. */
@NullMarked
package dev.slipway.embedded;

import org.jspecify.annotations.NullMarked;
