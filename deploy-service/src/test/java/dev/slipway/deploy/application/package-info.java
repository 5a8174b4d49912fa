/** What the application layer does for a rollout. */
@NullMarked
package dev.slipway.deploy.application;

import org.jspecify.annotations.NullMarked;
