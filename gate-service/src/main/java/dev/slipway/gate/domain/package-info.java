/** The rules of a release: what holds it, what lets it go on, and what takes it back. */
@NullMarked
package dev.slipway.gate.domain;

import org.jspecify.annotations.NullMarked;
