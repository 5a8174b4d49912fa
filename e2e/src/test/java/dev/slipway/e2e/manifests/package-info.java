/** What installs Slipway is held to what a real API server accepts and to the settings that the services have. */
@NullMarked
package dev.slipway.e2e.manifests;

import org.jspecify.annotations.NullMarked;
