package dev.slipway.canary.config;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which cluster.
 *
 * @param kubeconfig the file that says how to reach it; null inside of one
 * @param context which of its contexts; null for its current one
 */
@ConfigurationProperties("slipway.kubernetes")
record KubernetesProperties(
        @Nullable Path kubeconfig, @Nullable String context) {
    KubernetesProperties {
        if (kubeconfig != null && kubeconfig.toString().isBlank()) {
            kubeconfig = null;
        }
        if (context != null && context.isBlank()) {
            context = null;
        }
        if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
            throw new IllegalArgumentException("slipway.kubernetes.kubeconfig is '" + kubeconfig
                    + "', which cannot be read: set SLIPWAY_KUBECONFIG to a kubeconfig file");
        }
    }
}
