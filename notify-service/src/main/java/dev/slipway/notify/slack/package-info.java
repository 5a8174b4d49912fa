/** Slack: its Web API and its incoming webhooks. */
@NullMarked
package dev.slipway.notify.slack;

import org.jspecify.annotations.NullMarked;
