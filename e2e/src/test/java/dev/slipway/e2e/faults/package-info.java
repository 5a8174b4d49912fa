/** Releases on real parts that are killed, stopped, cut off and lied to; judged by what topics, database and cluster hold. */
@NullMarked
package dev.slipway.e2e.faults;

import org.jspecify.annotations.NullMarked;
