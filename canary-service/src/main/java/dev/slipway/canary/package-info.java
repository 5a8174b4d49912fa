/** The canary service: is the new version well? */
@NullMarked
package dev.slipway.canary;

import org.jspecify.annotations.NullMarked;
