/** gate-service: holds a release until evidence, people and time let it go on. */
@NullMarked
package dev.slipway.gate;

import org.jspecify.annotations.NullMarked;
