/** What happens to a release in its environments: states, signals, rules and the steps that a cluster has to take. */
@NullMarked
package dev.slipway.deploy.domain;

import org.jspecify.annotations.NullMarked;
