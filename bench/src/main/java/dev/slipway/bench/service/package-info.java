/** One service at a time on a real broker and a real store: what its shell, its trail and its timers can carry. */
@NullMarked
package dev.slipway.bench.service;

import org.jspecify.annotations.NullMarked;
