/** GitHub's webhook: a pushed tag asks for a release. */
@NullMarked
package dev.slipway.gate.github;

import org.jspecify.annotations.NullMarked;
