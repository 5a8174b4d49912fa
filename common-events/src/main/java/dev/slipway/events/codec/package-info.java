/** How events travel: JSON, CloudEvents binary mode over Kafka, and the structured form that is stored and hashed. */
@NullMarked
package dev.slipway.events.codec;

import org.jspecify.annotations.NullMarked;
