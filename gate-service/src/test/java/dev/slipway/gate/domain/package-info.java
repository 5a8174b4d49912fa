/** The rules of a release, without any server. */
@NullMarked
package dev.slipway.gate.domain;

import org.jspecify.annotations.NullMarked;
