/** How an application is released: the pipeline file, read and checked, and the plan of one release resolved from it. */
@NullMarked
package dev.slipway.gate.pipeline;

import org.jspecify.annotations.NullMarked;
