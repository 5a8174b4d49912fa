/** How the events of a poll reach the releases. */
@NullMarked
package dev.slipway.deploy.kafka;

import org.jspecify.annotations.NullMarked;
