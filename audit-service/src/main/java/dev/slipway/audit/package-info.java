/** Keeps what happened to every release, so that anybody can check it. */
@NullMarked
package dev.slipway.audit;

import org.jspecify.annotations.NullMarked;
