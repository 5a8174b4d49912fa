/** notify-service: tells people and programs what they should know. */
@NullMarked
package dev.slipway.notify;

import org.jspecify.annotations.NullMarked;
