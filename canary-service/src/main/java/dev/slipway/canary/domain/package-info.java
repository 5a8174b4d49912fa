/** What a canary is, what happens to it, what is measured of it, and the rules; no clock, no I/O. */
@NullMarked
package dev.slipway.canary.domain;

import org.jspecify.annotations.NullMarked;
