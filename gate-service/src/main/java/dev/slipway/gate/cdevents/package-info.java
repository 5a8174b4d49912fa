/** What CI says in CDEvents: what was built, tested and merged. */
@NullMarked
package dev.slipway.gate.cdevents;

import org.jspecify.annotations.NullMarked;
