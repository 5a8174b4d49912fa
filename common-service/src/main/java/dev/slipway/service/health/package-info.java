/** Health that tells the truth: up only while the broker and the store answer and every consumer runs. */
@NullMarked
package dev.slipway.service.health;

import org.jspecify.annotations.NullMarked;
