/** Tests of the shell, and the in-memory store that they and others use. */
@NullMarked
package dev.slipway.service.aggregate;

import org.jspecify.annotations.NullMarked;
