/** Everything in one process: the five services, a broker, a store and a sandbox cluster; and the demo that plays on it. */
@NullMarked
package dev.slipway.standalone;

import org.jspecify.annotations.NullMarked;
