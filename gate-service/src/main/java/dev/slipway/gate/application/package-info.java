/** In which order a release is loaded, decided, saved and told; what it needs of the world outside. */
@NullMarked
package dev.slipway.gate.application;

import org.jspecify.annotations.NullMarked;
