/** What every HTTP endpoint has in common: answers to bad requests that name the field, the value and the remedy. */
@NullMarked
package dev.slipway.service.http;

import org.jspecify.annotations.NullMarked;
