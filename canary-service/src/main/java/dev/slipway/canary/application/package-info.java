/** The canary as an aggregate: what is heard, when it is measured, and what that needs of the world. */
@NullMarked
package dev.slipway.canary.application;

import org.jspecify.annotations.NullMarked;
