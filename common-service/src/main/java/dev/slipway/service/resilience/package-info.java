/** How a service calls what lies outside: with a time limit, retries, a circuit breaker and a bulkhead of its own. */
@NullMarked
package dev.slipway.service.resilience;

import org.jspecify.annotations.NullMarked;
