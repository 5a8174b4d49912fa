/** Takes events in, gives each its leaf, signs the log and answers for it; and what that needs of the outside. */
@NullMarked
package dev.slipway.audit.application;

import org.jspecify.annotations.NullMarked;
