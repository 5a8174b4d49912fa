package dev.slipway.canary.config;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of canary-service.
 *
 * @param scrape how the pods are reached
 */
@ConfigurationProperties("slipway.canary")
record CanaryProperties(@DefaultValue("proxy") Way scrape) {
    enum Way {
        /** Through the API server, from anywhere. */
        PROXY,
        /** At the pods' own addresses, from within the cluster's network. */
        DIRECT
    }
}
