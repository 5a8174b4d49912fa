/** In which order a message is kept, sent and confirmed; what a channel has to be. */
@NullMarked
package dev.slipway.notify.application;

import org.jspecify.annotations.NullMarked;
