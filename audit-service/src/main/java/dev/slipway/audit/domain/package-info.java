/** What the trail is made of and what can be read from it: values and rules, without any outside system. */
@NullMarked
package dev.slipway.audit.domain;

import org.jspecify.annotations.NullMarked;
