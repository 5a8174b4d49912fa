/** The rules of telling: what is told to whom, how often it is tried, and in which words. */
@NullMarked
package dev.slipway.notify.domain;

import org.jspecify.annotations.NullMarked;
