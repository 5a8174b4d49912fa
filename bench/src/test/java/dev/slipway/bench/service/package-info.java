/** What the measurements of one service say of it, checked where it does not depend on the machine. */
@NullMarked
package dev.slipway.bench.service;

import org.jspecify.annotations.NullMarked;
