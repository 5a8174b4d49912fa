/** What the application decides before it asks the rules. */
@NullMarked
package dev.slipway.gate.application;

import org.jspecify.annotations.NullMarked;
