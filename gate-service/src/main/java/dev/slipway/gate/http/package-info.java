/** gate-service over HTTP: pipelines, releases, approvals, evidence. */
@NullMarked
package dev.slipway.gate.http;

import org.jspecify.annotations.NullMarked;
